<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="AllStyleCategories" labelsEnabled="0" hasScaleBasedVisibilityFlag="0">
 <renderer-v2 type="categorizedSymbol" attr="CASE WHEN HELD THEN if(&quot;side_a&quot; || ' ' || &quot;side_b&quot; IN ('FRIENDS'), 'friends', 'front') END" forceraster="0" symbollevels="0" enableorderby="0" referencescale="-1">
  <categories>
   <category symbol="front" value="front" label="between opponents" render="true" />
   <category symbol="friends" value="friends" label="between friends" render="true" />
  </categories>
  <symbols>
   <symbol name="front" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" value="palette:lines.contact" type="QString" />
      <Option name="line_width" value="0.75" type="QString" />
      <Option name="line_width_unit" value="MM" type="QString" />
      <Option name="capstyle" value="round" type="QString" />
      <Option name="joinstyle" value="round" type="QString" />
      <Option name="line_style" value="solid" type="QString" />
     </Option>
    </layer>
   </symbol>
   <symbol name="friends" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" value="90,86,80,255" type="QString" />
      <Option name="line_width" value="0.3" type="QString" />
      <Option name="line_width_unit" value="MM" type="QString" />
      <Option name="capstyle" value="flat" type="QString" />
      <Option name="joinstyle" value="round" type="QString" />
      <Option name="line_style" value="solid" type="QString" />
      <Option name="use_custom_dash" value="1" type="QString" />
      <Option name="customdash" value="2;1.2" type="QString" />
      <Option name="customdash_unit" value="MM" type="QString" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <mapTip>&lt;p&gt;&lt;b&gt;Line of contact&lt;/b&gt;: [% replace(to_string(coalesce(represent_value("side_a"), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %], [% replace(to_string(coalesce(represent_value("side_b"), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce('from ' || format_date("start_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %] [% replace(to_string(coalesce('until ' || format_date("end_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce(format_number("length_km", 0), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %] km&lt;/p&gt;</mapTip>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
