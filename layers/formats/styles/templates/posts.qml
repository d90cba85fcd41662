<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="AllStyleCategories" labelsEnabled="1" hasScaleBasedVisibilityFlag="0">
 <renderer-v2 type="categorizedSymbol" attr="CASE WHEN HELD THEN 'held' END" forceraster="0" symbollevels="0" enableorderby="0" referencescale="-1">
  <categories>
   <category symbol="held" value="held" label="Uncertainty of the posts' positions" render="true" />
  </categories>
  <symbols>
   <symbol name="held" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="color" value="35,32,28,15" type="QString" />
      <Option name="outline_color" value="35,32,28,150" type="QString" />
      <Option name="outline_style" value="dash" type="QString" />
      <Option name="outline_width" value="0.2" type="QString" />
      <Option name="outline_width_unit" value="MM" type="QString" />
      <Option name="size" value="4000" type="QString" />
      <Option name="size_unit" value="RenderMetersInMapUnits" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="2000 * coalesce(&quot;uncertainty_km&quot;, 0)" type="QString" />
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
    <rule key="arabic" description="In Arabic" filter="left(coalesce(nullif(@sitmap_language, ''), @qgis_locale), 2) = 'ar' AND &quot;name_ar&quot; IS NOT NULL">
     <settings calloutType="simple">
      <text-style fieldName="&quot;name_ar&quot;" isExpression="1" fontFamily="DejaVu Sans" namedStyle="Bold" fontWeight="75" fontItalic="0" fontSize="9" fontSizeUnit="Point" textColor="25,24,22,255" textOpacity="1" multilineHeight="0.9" allowHtml="0" capitalization="0" textOrientation="horizontal">
       <families>
        <family name="DejaVu Sans" />
        <family name="Arial" />
        <family name="Sans Serif" />
       </families>
       <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128" bufferNoFill="1" />
      </text-style>
      <text-format multilineAlign="3" wrapChar="" />
      <placement placement="6" predefinedPositionOrder="L,TL,BL,R,TR,BR,TSL,BSL" dist="3" distUnits="MM" offsetType="0" priority="9" />
      <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" upsidedownLabels="0" minFeatureSize="0" scaleVisibility="0" maxNumLabels="2000" />
     </settings>
    </rule>
    <rule key="latin" description="In Latin letters" filter="ELSE">
     <settings calloutType="simple">
      <text-style fieldName="&quot;name&quot;" isExpression="1" fontFamily="DejaVu Sans" namedStyle="Bold" fontWeight="75" fontItalic="0" fontSize="8" fontSizeUnit="Point" textColor="25,24,22,255" textOpacity="1" multilineHeight="0.9" allowHtml="0" capitalization="0" textOrientation="horizontal">
       <families>
        <family name="DejaVu Sans" />
        <family name="Arial" />
        <family name="Sans Serif" />
       </families>
       <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128" bufferNoFill="1" />
      </text-style>
      <text-format multilineAlign="3" wrapChar="" />
      <placement placement="6" predefinedPositionOrder="R,TR,BR,L,TL,BL,TSR,BSR" dist="3" distUnits="MM" offsetType="0" priority="9" />
      <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" upsidedownLabels="0" minFeatureSize="0" scaleVisibility="0" maxNumLabels="2000" />
     </settings>
    </rule>
   </rule>
  </rules>
 </labeling>
 <mapTip>&lt;p&gt;&lt;b&gt;[% replace(to_string(coalesce("name", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/b&gt; [% replace(to_string(coalesce("name_ar", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;Within [% replace(to_string(coalesce("uncertainty_km", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %] km of the point&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce('from ' || format_date("start_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %] [% replace(to_string(coalesce('until ' || format_date("end_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;Sources: [% replace(to_string(coalesce("sources", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;</mapTip>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
