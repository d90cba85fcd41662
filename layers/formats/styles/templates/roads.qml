<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="AllStyleCategories" labelsEnabled="1" hasScaleBasedVisibilityFlag="0">
 <renderer-v2 type="categorizedSymbol" attr="CASE WHEN HELD THEN &quot;open&quot; END" forceraster="0" symbollevels="0" enableorderby="0" referencescale="-1">
  <categories>
   <category symbol="open" value="true" label="passable from end to end" render="true" />
   <category symbol="cut" value="false" label="cut" render="true" />
  </categories>
  <symbols>
   <symbol name="open" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" value="palette:lines.roads" type="QString" />
      <Option name="line_width" value="0.6" type="QString" />
      <Option name="line_width_unit" value="MM" type="QString" />
      <Option name="capstyle" value="flat" type="QString" />
      <Option name="joinstyle" value="round" type="QString" />
      <Option name="line_style" value="solid" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;kind&quot; = 'highway', 0.8, 0.45)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="cut" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" value="palette:lines.roads" type="QString" />
      <Option name="line_width" value="0.6" type="QString" />
      <Option name="line_width_unit" value="MM" type="QString" />
      <Option name="capstyle" value="flat" type="QString" />
      <Option name="joinstyle" value="round" type="QString" />
      <Option name="line_style" value="solid" type="QString" />
      <Option name="use_custom_dash" value="1" type="QString" />
      <Option name="customdash" value="2;1.6" type="QString" />
      <Option name="customdash_unit" value="MM" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="outlineWidth" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;kind&quot; = 'highway', 0.8, 0.45)" type="QString" />
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
 <labeling type="rule-based">
  <rules key="labels">
   <rule key="held" description="What holds on the day" filter="HELD">
    <rule key="roads" description="Names of roads" filter="&quot;kind&quot; = 'highway' OR @map_scale &lt; 500000" scalemaxdenom="1500000">
     <rule key="straight" description="In letters that join, which stay on a straight line" filter="regexp_match(if(left(coalesce(nullif(@sitmap_language, ''), @qgis_locale), 2) = 'ar', coalesce(&quot;name_ar&quot;, &quot;name&quot;), &quot;name&quot;), '[\\x{0590}-\\x{08ff}]') &gt; 0">
      <settings calloutType="simple">
       <text-style fieldName="if(left(coalesce(nullif(@sitmap_language, ''), @qgis_locale), 2) = 'ar', coalesce(&quot;name_ar&quot;, &quot;name&quot;), &quot;name&quot;)" isExpression="1" fontFamily="DejaVu Sans" namedStyle="Italic" fontWeight="50" fontItalic="1" fontSize="6.5" fontSizeUnit="Point" textColor="95,87,74,255" textOpacity="1" multilineHeight="0.9" allowHtml="0" capitalization="0" textOrientation="horizontal">
        <families>
         <family name="DejaVu Sans" />
         <family name="Arial" />
         <family name="Sans Serif" />
        </families>
        <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128" bufferNoFill="1" />
       </text-style>
       <text-format multilineAlign="3" wrapChar="" />
       <placement placement="2" placementFlags="9" dist="0" priority="2" />
       <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" upsidedownLabels="0" minFeatureSize="0" scaleVisibility="0" maxNumLabels="2000" mergeLines="1" />
      </settings>
     </rule>
     <rule key="curved" description="In other letters" filter="ELSE">
      <settings calloutType="simple">
       <text-style fieldName="if(left(coalesce(nullif(@sitmap_language, ''), @qgis_locale), 2) = 'ar', coalesce(&quot;name_ar&quot;, &quot;name&quot;), &quot;name&quot;)" isExpression="1" fontFamily="DejaVu Sans" namedStyle="Italic" fontWeight="50" fontItalic="1" fontSize="6.5" fontSizeUnit="Point" textColor="95,87,74,255" textOpacity="1" multilineHeight="0.9" allowHtml="0" capitalization="0" textOrientation="horizontal">
        <families>
         <family name="DejaVu Sans" />
         <family name="Arial" />
         <family name="Sans Serif" />
        </families>
        <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128" bufferNoFill="1" />
       </text-style>
       <text-format multilineAlign="3" wrapChar="" />
       <placement placement="3" placementFlags="9" maxCurvedCharAngleIn="25" maxCurvedCharAngleOut="-25" dist="0" priority="2" />
       <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" upsidedownLabels="0" minFeatureSize="0" scaleVisibility="0" maxNumLabels="2000" mergeLines="1" />
      </settings>
     </rule>
    </rule>
   </rule>
  </rules>
 </labeling>
 <mapTip>&lt;p&gt;&lt;b&gt;[% replace(to_string(coalesce("name", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/b&gt;&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce(if("open", 'Passable from end to end for ', 'Cut for ') || represent_value("side"), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce('from ' || format_date("start_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %] [% replace(to_string(coalesce('until ' || format_date("end_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;</mapTip>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
