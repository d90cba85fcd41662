<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="AllStyleCategories" labelsEnabled="0" hasScaleBasedVisibilityFlag="0">
 <renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0" referencescale="-1">
  <rules key="zones">
   <rule key="side" symbol="side" filter="HELD AND &quot;side&quot; = 'side'" label="side" />
   <rule key="contested" symbol="contested" filter="HELD AND &quot;side&quot; = 'contested'" label="Contested" />
   <rule key="unknown" symbol="unknown" filter="HELD AND &quot;side&quot; = 'unknown'" label="Nobody reported who holds this" />
   <rule key="basis:claimed" symbol="basis:claimed" filter="HELD AND &quot;basis&quot; = 'claimed' AND JUDGED" label="Claimed: only the side that gained it says so" />
   <rule key="basis:record" symbol="basis:record" filter="HELD AND &quot;basis&quot; = 'record' AND JUDGED" label="On record: no source can be opened" />
  </rules>
  <symbols>
   <symbol name="side" type="fill" alpha="0.4" clip_to_extent="1" force_rhr="0">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" value="" type="QString" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" value="true" type="bool" />
        <Option name="expression" value="if(&quot;evidence&quot; IS NULL, 20, 100 * (0.1 + 0.3 * coalesce(&quot;confidence&quot;, 0.5) ^ 2)" type="QString" />
        <Option name="type" value="3" type="int" />
       </Option>
      </Option>
      <Option name="type" value="collection" type="QString" />
     </Option>
    </data_defined_properties>
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" value="128,128,128,255" type="QString" />
      <Option name="outline_style" value="no" type="QString" />
      <Option name="style" value="solid" type="QString" />
      <Option name="joinstyle" value="bevel" type="QString" />
     </Option>
    </layer>
   </symbol>
   <symbol name="contested" type="fill" alpha="0.8" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" value="232,230,225,255" type="QString" />
      <Option name="outline_style" value="no" type="QString" />
      <Option name="style" value="solid" type="QString" />
     </Option>
    </layer>
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" value="45" type="QString" />
      <Option name="distance" value="1.8" type="QString" />
      <Option name="distance_unit" value="MM" type="QString" />
      <Option name="line_width" value="0.5" type="QString" />
      <Option name="line_width_unit" value="MM" type="QString" />
     </Option>
     <symbol name="@contested@1" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" value="palette:ground.contested" type="QString" />
        <Option name="line_width" value="0.5" type="QString" />
        <Option name="line_width_unit" value="MM" type="QString" />
        <Option name="capstyle" value="flat" type="QString" />
        <Option name="joinstyle" value="bevel" type="QString" />
        <Option name="line_style" value="solid" type="QString" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="unknown" type="fill" alpha="0.8" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" value="238,237,233,255" type="QString" />
      <Option name="outline_style" value="no" type="QString" />
      <Option name="style" value="solid" type="QString" />
     </Option>
    </layer>
    <layer class="PointPatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="distance_x" value="2.4" type="QString" />
      <Option name="distance_x_unit" value="MM" type="QString" />
      <Option name="distance_y" value="2.4" type="QString" />
      <Option name="distance_y_unit" value="MM" type="QString" />
      <Option name="displacement_x" value="1.2" type="QString" />
      <Option name="displacement_x_unit" value="MM" type="QString" />
     </Option>
     <symbol name="@unknown@1" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="name" value="circle" type="QString" />
        <Option name="color" value="110,114,120,255" type="QString" />
        <Option name="outline_style" value="no" type="QString" />
        <Option name="size" value="0.7" type="QString" />
        <Option name="size_unit" value="MM" type="QString" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="basis:claimed" type="fill" alpha="0.4" clip_to_extent="1" force_rhr="0">
    <layer class="LinePatternFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="angle" value="135" type="QString" />
      <Option name="distance" value="1.8" type="QString" />
      <Option name="distance_unit" value="MM" type="QString" />
      <Option name="line_width" value="0.5" type="QString" />
      <Option name="line_width_unit" value="MM" type="QString" />
     </Option>
     <symbol name="@basis:claimed@0" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleLine" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="line_color" value="128,128,128,255" type="QString" />
        <Option name="line_width" value="0.5" type="QString" />
        <Option name="line_width_unit" value="MM" type="QString" />
        <Option name="capstyle" value="flat" type="QString" />
        <Option name="joinstyle" value="bevel" type="QString" />
        <Option name="line_style" value="solid" type="QString" />
       </Option>
       <data_defined_properties>
        <Option type="Map">
         <Option name="name" value="" type="QString" />
         <Option name="properties" type="Map">
          <Option name="outlineColor" type="Map">
           <Option name="active" value="true" type="bool" />
           <Option name="expression" value="COLOUR" type="QString" />
           <Option name="type" value="3" type="int" />
          </Option>
         </Option>
         <Option name="type" value="collection" type="QString" />
        </Option>
       </data_defined_properties>
      </layer>
     </symbol>
    </layer>
   </symbol>
   <symbol name="basis:record" type="fill" alpha="0.4" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="color" value="170,170,170,255" type="QString" />
      <Option name="outline_style" value="no" type="QString" />
      <Option name="style" value="solid" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="fillColor" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="CASE WHEN &quot;basis&quot; = 'record' THEN '#ffffff' END" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <mapTip>&lt;p&gt;&lt;b&gt;[% replace(to_string(coalesce(represent_value("side"), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/b&gt;&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce('from ' || format_date("start_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %] [% replace(to_string(coalesce('until ' || format_date("end_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;Confidence [% replace(to_string(coalesce(round("confidence", 2), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %], [% replace(to_string(coalesce(format_number("area_km2", 0), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %] km²&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce('Who says so: ' || represent_value("basis"), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;Control reports: [% replace(to_string(coalesce(coalesce("evidence", 'none: this is the side\'s ground throughout'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;</mapTip>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
