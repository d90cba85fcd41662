<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="AllStyleCategories" labelsEnabled="1" hasScaleBasedVisibilityFlag="0">
 <renderer-v2 type="categorizedSymbol" attr="CASE WHEN NOT HELD THEN NULL WHEN regexp_match(lower(&quot;event_type&quot;), 'statement|talk|agree|ceasefire|deadline|deal|negotiat|announce|declar|protest') THEN 'words' WHEN regexp_match(lower(&quot;event_type&quot;), 'shell|strike|clash|attack|battle|explo|bomb|fight|retaliat|shot|violence|kill|mine') THEN 'violence' WHEN regexp_match(lower(&quot;event_type&quot;), 'captur|withdr|advanc|retak|retreat|territor|encircl|siege|held') THEN 'ground' WHEN regexp_match(lower(&quot;event_type&quot;), 'post|convoy|deploy|strategic|movement|evacuat|patrol|reinforce') THEN 'troops' ELSE 'other' END" forceraster="0" symbollevels="0" enableorderby="0" referencescale="-1">
  <categories>
   <category symbol="violence" value="violence" label="Fighting" render="true" />
   <category symbol="ground" value="ground" label="Ground gained or lost" render="true" />
   <category symbol="troops" value="troops" label="Troops and posts" render="true" />
   <category symbol="words" value="words" label="Statements, diplomacy" render="true" />
   <category symbol="other" value="other" label="Other" render="true" />
  </categories>
  <symbols>
   <symbol name="violence" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" value="" type="QString" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" value="true" type="bool" />
        <Option name="expression" value="FADED" type="QString" />
        <Option name="type" value="3" type="int" />
       </Option>
      </Option>
      <Option name="type" value="collection" type="QString" />
     </Option>
    </data_defined_properties>
    <layer class="SvgMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="event-violence.svg" type="QString" />
      <Option name="size" value="5.5" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,0,0,255" type="QString" />
      <Option name="outline_width" value="0" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="offset" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;event_id&quot; IS NULL, '0,0', '0,-2.9')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="ground" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" value="" type="QString" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" value="true" type="bool" />
        <Option name="expression" value="FADED" type="QString" />
        <Option name="type" value="3" type="int" />
       </Option>
      </Option>
      <Option name="type" value="collection" type="QString" />
     </Option>
    </data_defined_properties>
    <layer class="SvgMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="event-ground.svg" type="QString" />
      <Option name="size" value="5.5" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,0,0,255" type="QString" />
      <Option name="outline_width" value="0" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="offset" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;event_id&quot; IS NULL, '0,0', '0,-2.9')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="troops" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" value="" type="QString" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" value="true" type="bool" />
        <Option name="expression" value="FADED" type="QString" />
        <Option name="type" value="3" type="int" />
       </Option>
      </Option>
      <Option name="type" value="collection" type="QString" />
     </Option>
    </data_defined_properties>
    <layer class="SvgMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="event-troops.svg" type="QString" />
      <Option name="size" value="5.5" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,0,0,255" type="QString" />
      <Option name="outline_width" value="0" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="offset" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;event_id&quot; IS NULL, '0,0', '0,-2.9')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="words" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" value="" type="QString" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" value="true" type="bool" />
        <Option name="expression" value="FADED" type="QString" />
        <Option name="type" value="3" type="int" />
       </Option>
      </Option>
      <Option name="type" value="collection" type="QString" />
     </Option>
    </data_defined_properties>
    <layer class="SvgMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="event-words.svg" type="QString" />
      <Option name="size" value="5.5" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,0,0,255" type="QString" />
      <Option name="outline_width" value="0" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="offset" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;event_id&quot; IS NULL, '0,0', '0,-2.9')" type="QString" />
         <Option name="type" value="3" type="int" />
        </Option>
       </Option>
       <Option name="type" value="collection" type="QString" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol name="other" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" value="" type="QString" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" value="true" type="bool" />
        <Option name="expression" value="FADED" type="QString" />
        <Option name="type" value="3" type="int" />
       </Option>
      </Option>
      <Option name="type" value="collection" type="QString" />
     </Option>
    </data_defined_properties>
    <layer class="SvgMarker" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option name="name" value="event-other.svg" type="QString" />
      <Option name="size" value="5.5" type="QString" />
      <Option name="size_unit" value="MM" type="QString" />
      <Option name="color" value="0,0,0,255" type="QString" />
      <Option name="outline_width" value="0" type="QString" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" value="" type="QString" />
       <Option name="properties" type="Map">
        <Option name="offset" type="Map">
         <Option name="active" value="true" type="bool" />
         <Option name="expression" value="if(&quot;event_id&quot; IS NULL, '0,0', '0,-2.9')" type="QString" />
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
 <labeling type="simple">
  <settings calloutType="simple">
   <text-style fieldName="" isExpression="0" fontFamily="DejaVu Sans" />
   <placement placement="6" />
   <rendering drawLabels="0" obstacle="1" obstacleFactor="1" obstacleType="0" />
  </settings>
 </labeling>
 <mapTip>&lt;p&gt;&lt;b&gt;[% replace(to_string(coalesce(replace("event_type", '_', ' '), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/b&gt;, [% replace(to_string(coalesce("location", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %], [% replace(to_string(coalesce(format_date("start_date", 'd MMMM yyyy'), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce("summary", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce(concat("actor1", '; ' || "actor2"), '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;[% replace(to_string(coalesce('Killed: ' || "fatalities_best" || ' (' || coalesce("fatalities_low", '?') || ' to ' || coalesce("fatalities_high", '?') || ')', '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;
&lt;p&gt;Source: [% replace(to_string(coalesce("source_name", '')), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/p&gt;</mapTip>
 <blendMode>0</blendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
