<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="AllStyleCategories" labelsEnabled="1" hasScaleBasedVisibilityFlag="0">
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
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="" isExpression="0" fontFamily="DejaVu Sans" />
   <placement placement="6" />
   <rendering drawLabels="0" obstacle="1" obstacleFactor="1" obstacleType="0" />
  </settings>
 </labeling>
 <mapTip>&lt;p&gt;&lt;b&gt;[% replace(to_string(coalesce("name", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/b&gt;: [% replace(to_string(coalesce(represent_value("state"), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %], [% replace(to_string(coalesce(format_date("date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce('since ' || format_date("since", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce("reasons", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;Probability of no way: [% replace(to_string(coalesce(format_number(100 * "probability", 0) || ' %', '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;Corridor: [% replace(to_string(coalesce(CASE WHEN "corridor_km" &gt;= 20 THEN '20 km or wider' WHEN "corridor_km" = 0 THEN 'none' ELSE round("corridor_km", 1) || ' km' END, '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;</mapTip>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
