/* Drawings of shapes with shared arcs: an arc is projected, simplified and written as SVG once for the shapes of some days at one zoom. */
import { refsOf } from "./geometry.js";

// in pixels: less is invisible
const TOLERANCE = 0.5;
// shapes after which arcs and shapes are forgotten
const DRAWN = 150;

export function makeShapes({ arc, shapes }) {
  let view = { key: null, arcs: new Map(), shapes: new Map() };

  /* Points of an arc in the coordinates of the map's layer; the first is apart, since it is the last point of the arc before. */
  function written(ref, map) {
    if (!view.arcs.has(ref)) {
      const i = ref < 0 ? ~ref : ref;
      const points = arc(i).map((point) => map.latLngToLayerPoint(point));
      // simplification would leave nothing of a ring of one arc
      const ring = points[0].equals(points.at(-1));
      const texts = (ring ? points : L.LineUtil.simplify(points, TOLERANCE)).map(({ x, y }) => `${x} ${y}`);
      view.arcs.set(i, { first: texts[0], rest: texts.slice(1).join("L") });
      texts.reverse();
      view.arcs.set(~i, { first: texts[0], rest: texts.slice(1).join("L") });
    }
    return view.arcs.get(ref);
  }

  function pathText(steps, map, close) {
    let text = "";
    for (const ref of refsOf(steps)) {
      const { first, rest } = written(ref, map);
      if (!text) text = `M${first}`;
      if (rest) text += `L${rest}`;
    }
    return close && text ? `${text}z` : text;
  }

  /* A shape as the data of an SVG path, in the current coordinates of the map's layer. */
  function drawn(shape, map, close) {
    const origin = map.getPixelOrigin();
    const key = `${map.getZoom()} ${origin.x} ${origin.y}`;
    if (view.key !== key || view.shapes.size > DRAWN) view = { key, arcs: new Map(), shapes: new Map() };
    if (!view.shapes.has(shape)) {
      const paths = shapes[shape].flatMap((part) => part.map((steps) => pathText(steps, map, close)));
      view.shapes.set(shape, paths.join(""));
    }
    return view.shapes.get(shape);
  }

  const sharing = (base, close) =>
    base.extend({
      initialize(shape, options) {
        base.prototype.initialize.call(this, [], options);
        this.shape = shape;
      },
      // Leaflet would project each shape alone; here all shapes share projected arcs
      _project() {},
      _empty: () => false,
      _update() {
        const data = drawn(this.shape, this._map, close) || "M0 0";
        if (this.data === data && this.getElement().hasAttribute("d")) return;
        this.data = data;
        this._renderer._setPath(this, data);
      },
    });
  const [Area, Line] = [sharing(L.Polygon, true), sharing(L.Polyline, false)];

  return { area: (shape, options) => new Area(shape, options), line: (shape, options) => new Line(shape, options) };
}
