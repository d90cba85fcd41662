<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="AllStyleCategories" labelsEnabled="1" hasScaleBasedVisibilityFlag="0">
 <renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0" referencescale="-1">
  <symbols>
   <symbol name="0" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="circle" type="QString" />
      <Option name="color" value="90,86,80,255" type="QString" />
      <Option name="outline_color" value="253,252,249,255" type="QString" />
      <Option name="outline_width" value="0.15" type="QString" />
      <Option name="outline_width_unit" value="MM" type="QString" />
      <Option name="outline_style" value="solid" type="QString" />
      <Option name="size" value="1" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="size" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="CASE WHEN &quot;kind&quot; IN ('capital', 'city') THEN 1.6 WHEN &quot;kind&quot; = 'town' THEN 1.3 WHEN &quot;kind&quot; IN ('area', 'province') THEN 0 ELSE 0.7 END" type="QString" />
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
   <rule key="town-arabic" description="Towns, in Arabic" filter="(&quot;kind&quot; IN ('capital', 'city', 'town') OR &quot;kind&quot; = 'place' AND count(&quot;place_id&quot;, filter:=&quot;kind&quot; = 'place') &lt;= 40) AND left(coalesce(nullif(@sitmap_language, ''), @qgis_locale), 2) = 'ar' AND &quot;name_ar&quot; IS NOT NULL">
    <settings calloutType="simple">
     <text-style fieldName="&quot;name_ar&quot;" isExpression="1" fontFamily="DejaVu Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="8.5" fontSizeUnit="Point" textColor="70,66,60,255" textOpacity="1" multilineHeight="0.9" allowHtml="0" capitalization="0" textOrientation="horizontal">
      <families>
       <family name="DejaVu Sans" />
       <family name="Arial" />
       <family name="Sans Serif" />
      </families>
      <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128" bufferNoFill="1" />
     </text-style>
     <text-format multilineAlign="3" wrapChar="" />
     <placement placement="6" predefinedPositionOrder="L,TL,BL,R,TR,BR,TSL,BSL" dist="0.8" distUnits="MM" offsetType="1" priority="4" />
     <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" upsidedownLabels="0" minFeatureSize="0" scaleVisibility="0" maxNumLabels="2000" />
     <dd_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="Priority" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;kind&quot; IN ('capital', 'city'), 10, 4)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </dd_properties>
    </settings>
   </rule>
   <rule key="town" description="Towns, in Latin letters" filter="(&quot;kind&quot; IN ('capital', 'city', 'town') OR &quot;kind&quot; = 'place' AND count(&quot;place_id&quot;, filter:=&quot;kind&quot; = 'place') &lt;= 40) AND NOT (left(coalesce(nullif(@sitmap_language, ''), @qgis_locale), 2) = 'ar' AND &quot;name_ar&quot; IS NOT NULL)">
    <settings calloutType="simple">
     <text-style fieldName="&quot;name&quot;" isExpression="1" fontFamily="DejaVu Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="7.5" fontSizeUnit="Point" textColor="70,66,60,255" textOpacity="1" multilineHeight="0.9" allowHtml="0" capitalization="0" textOrientation="horizontal">
      <families>
       <family name="DejaVu Sans" />
       <family name="Arial" />
       <family name="Sans Serif" />
      </families>
      <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128" bufferNoFill="1" />
     </text-style>
     <text-format multilineAlign="3" wrapChar="" />
     <placement placement="6" predefinedPositionOrder="R,TR,BR,L,TL,BL,TSR,BSR" dist="0.8" distUnits="MM" offsetType="1" priority="4" />
     <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" upsidedownLabels="0" minFeatureSize="0" scaleVisibility="0" maxNumLabels="2000" />
     <dd_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="Priority" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;kind&quot; IN ('capital', 'city'), 10, 4)" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </dd_properties>
    </settings>
   </rule>
   <rule key="place-arabic" description="Other places, in Arabic" filter="NOT (&quot;kind&quot; IN ('capital', 'city', 'town') OR &quot;kind&quot; = 'place' AND count(&quot;place_id&quot;, filter:=&quot;kind&quot; = 'place') &lt;= 40) AND &quot;kind&quot; NOT IN ('area', 'province') AND left(coalesce(nullif(@sitmap_language, ''), @qgis_locale), 2) = 'ar' AND &quot;name_ar&quot; IS NOT NULL" scalemaxdenom="450000">
    <settings calloutType="simple">
     <text-style fieldName="&quot;name_ar&quot;" isExpression="1" fontFamily="DejaVu Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="7.5" fontSizeUnit="Point" textColor="95,90,82,255" textOpacity="1" multilineHeight="0.9" allowHtml="0" capitalization="0" textOrientation="horizontal">
      <families>
       <family name="DejaVu Sans" />
       <family name="Arial" />
       <family name="Sans Serif" />
      </families>
      <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128" bufferNoFill="1" />
     </text-style>
     <text-format multilineAlign="3" wrapChar="" />
     <placement placement="6" predefinedPositionOrder="L,TL,BL,R,TR,BR,TSL,BSL" dist="0.8" distUnits="MM" offsetType="1" priority="1" />
     <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" upsidedownLabels="0" minFeatureSize="0" scaleVisibility="0" maxNumLabels="2000" />
    </settings>
   </rule>
   <rule key="place" description="Other places, in Latin letters" filter="NOT (&quot;kind&quot; IN ('capital', 'city', 'town') OR &quot;kind&quot; = 'place' AND count(&quot;place_id&quot;, filter:=&quot;kind&quot; = 'place') &lt;= 40) AND &quot;kind&quot; NOT IN ('area', 'province') AND NOT (left(coalesce(nullif(@sitmap_language, ''), @qgis_locale), 2) = 'ar' AND &quot;name_ar&quot; IS NOT NULL)" scalemaxdenom="450000">
    <settings calloutType="simple">
     <text-style fieldName="&quot;name&quot;" isExpression="1" fontFamily="DejaVu Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="6.5" fontSizeUnit="Point" textColor="95,90,82,255" textOpacity="1" multilineHeight="0.9" allowHtml="0" capitalization="0" textOrientation="horizontal">
      <families>
       <family name="DejaVu Sans" />
       <family name="Arial" />
       <family name="Sans Serif" />
      </families>
      <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128" bufferNoFill="1" />
     </text-style>
     <text-format multilineAlign="3" wrapChar="" />
     <placement placement="6" predefinedPositionOrder="R,TR,BR,L,TL,BL,TSR,BSR" dist="0.8" distUnits="MM" offsetType="1" priority="1" />
     <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" upsidedownLabels="0" minFeatureSize="0" scaleVisibility="0" maxNumLabels="2000" />
    </settings>
   </rule>
  </rules>
 </labeling>
 <mapTip>&lt;p&gt;&lt;b&gt;[% replace(to_string(coalesce("name", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/b&gt; [% replace(to_string(coalesce("name_ar", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce("place_id", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %], [% replace(to_string(coalesce("kind", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %], [% replace(to_string(coalesce("admin1", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;Within [% replace(to_string(coalesce("uncertainty_km", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %] km. [% replace(to_string(coalesce("reason", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;</mapTip>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
