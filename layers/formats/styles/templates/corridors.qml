<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="AllStyleCategories" labelsEnabled="1" hasScaleBasedVisibilityFlag="0">
 <renderer-v2 type="categorizedSymbol" attr="CASE WHEN HELD THEN 'held' END" forceraster="0" symbollevels="0" enableorderby="0" referencescale="-1">
  <categories>
   <category symbol="held" value="held" label="Corridors to the supply anchor" render="true" />
  </categories>
  <symbols>
   <symbol name="held" type="line" alpha="1" clip_to_extent="1" force_rhr="0">
    <layer class="SimpleLine" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="line_color" value="palette:lines.corridors" type="QString" />
      <Option name="line_width" value="0.5" type="QString" />
      <Option name="line_width_unit" value="MM" type="QString" />
      <Option name="capstyle" value="round" type="QString" />
      <Option name="joinstyle" value="round" type="QString" />
      <Option name="line_style" value="solid" type="QString" />
      <Option name="use_custom_dash" value="1" type="QString" />
      <Option name="customdash" value="0.2;1.1" type="QString" />
      <Option name="customdash_unit" value="MM" type="QString" />
     </Option>
    </layer>
    <layer class="GeometryGenerator" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="SymbolType" value="Marker" type="QString" />
      <Option name="geometryModifier" value="CASE WHEN &quot;width_km&quot; &lt; 20 THEN make_point(&quot;pinch_lon&quot;, &quot;pinch_lat&quot;) END" type="QString" />
      <Option name="units" value="MapUnit" type="QString" />
     </Option>
     <symbol name="@held@1" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
      <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
       <Option type="Map">
        <Option name="name" value="circle" type="QString" />
        <Option name="color" value="253,252,249,255" type="QString" />
        <Option name="outline_color" value="palette:lines.corridors" type="QString" />
        <Option name="outline_width" value="0.5" type="QString" />
        <Option name="outline_width_unit" value="MM" type="QString" />
        <Option name="outline_style" value="solid" type="QString" />
        <Option name="size" value="2" type="QString" />
        <Option name="size_unit" value="MM" type="QString" />
       </Option>
      </layer>
     </symbol>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="rule-based">
  <rules key="labels">
   <rule key="held" description="What holds on the day" filter="HELD">
    <rule key="width" description="Width at the narrowest point" filter="&quot;width_km&quot; &lt; 20">
     <settings calloutType="simple">
      <text-style fieldName="round(&quot;width_km&quot;, 1) || ' km'" isExpression="1" fontFamily="DejaVu Sans" namedStyle="Regular" fontWeight="50" fontItalic="0" fontSize="7" fontSizeUnit="Point" textColor="29,106,150,255" textOpacity="1" multilineHeight="0.9" allowHtml="0" capitalization="0" textOrientation="horizontal">
       <families>
        <family name="DejaVu Sans" />
        <family name="Arial" />
        <family name="Sans Serif" />
       </families>
       <text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85" bufferJoinStyle="128" bufferNoFill="1" />
      </text-style>
      <text-format multilineAlign="3" wrapChar="" />
      <placement placement="6" predefinedPositionOrder="R,L,TR,BR,TL,BL" dist="1.2" distUnits="MM" offsetType="0" geometryGeneratorEnabled="1" geometryGeneratorType="PointGeometry" geometryGenerator="make_point(&quot;pinch_lon&quot;, &quot;pinch_lat&quot;)" priority="6" />
      <rendering drawLabels="1" displayAll="0" obstacle="1" obstacleFactor="1" upsidedownLabels="0" minFeatureSize="0" scaleVisibility="0" maxNumLabels="2000" />
     </settings>
    </rule>
   </rule>
  </rules>
 </labeling>
 <mapTip>&lt;p&gt;&lt;b&gt;Widest way from [% replace(to_string(coalesce("post_id", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %] to [% replace(to_string(coalesce("anchor", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/b&gt;&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce(if("width_km" &gt;= 20, '20 km or wider', round("width_km", 1) || ' km at its narrowest point'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce('from ' || format_date("start_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %] [% replace(to_string(coalesce('until ' || format_date("end_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;</mapTip>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
