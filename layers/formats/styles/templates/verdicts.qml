<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="AllStyleCategories" labelsEnabled="0" hasScaleBasedVisibilityFlag="0">
 <renderer-v2 type="categorizedSymbol" attr="CASE WHEN HELD THEN &quot;state&quot; END" forceraster="0" symbollevels="0" enableorderby="0" referencescale="-1">
  <categories>
   <category symbol="encircled" value="encircled" label="Encircled: no way to its supply anchor" render="true" />
   <category symbol="contested" value="contested" label="Contested: only over contested ground" render="true" />
   <category symbol="constricted" value="constricted" label="Constricted: a narrow way" render="true" />
   <category symbol="open" value="open" label="Open: a wide way" render="true" />
  </categories>
  <symbols>
   <symbol name="encircled" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SvgMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="state-encircled.svg" type="QString" />
      <Option name="size" value="5" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,0,0,255" type="QString" />
      <Option name="outline_width" value="0" type="QString" />
     </Option>
    </layer>
   </symbol>
   <symbol name="contested" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SvgMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="state-contested.svg" type="QString" />
      <Option name="size" value="5" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,0,0,255" type="QString" />
      <Option name="outline_width" value="0" type="QString" />
     </Option>
    </layer>
   </symbol>
   <symbol name="constricted" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SvgMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="state-constricted.svg" type="QString" />
      <Option name="size" value="5" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,0,0,255" type="QString" />
      <Option name="outline_width" value="0" type="QString" />
     </Option>
    </layer>
   </symbol>
   <symbol name="open" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SvgMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="state-open.svg" type="QString" />
      <Option name="size" value="5" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,0,0,255" type="QString" />
      <Option name="outline_width" value="0" type="QString" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <mapTip>&lt;p&gt;&lt;b&gt;[% replace(to_string(coalesce("name", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/b&gt;: [% replace(to_string(coalesce(represent_value("state"), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce('from ' || format_date("start_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %] [% replace(to_string(coalesce('until ' || format_date("end_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce("reasons", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;Reports that turned it: [% replace(to_string(coalesce(coalesce("decisive", 'none'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;</mapTip>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
