/* The map on the screen as one SVG drawing that needs no other file: Leaflet's drawings, symbols and names. */
import { svg } from "../page/dom.js";

const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font", "text-anchor"];
const CLEAR = ["transparent", "rgba(0, 0, 0, 0)"];

/* A copy of an SVG element with its computed style, without invisible parts; null if it is invisible itself. */
export function styled(element) {
  const looks = window.getComputedStyle(element);
  if (looks.display === "none") return null;
  const copy = element.cloneNode(false);
  for (const name of ["class", "style", "tabindex", "role", "aria-label", "aria-hidden"]) copy.removeAttribute(name);
  for (const look of LOOKS) if (looks.getPropertyValue(look)) copy.style.setProperty(look, looks.getPropertyValue(look));
  for (const child of element.childNodes) {
    const made = child.nodeType === Node.ELEMENT_NODE ? styled(child) : child.cloneNode();
    if (made) copy.append(made);
  }
  return copy;
}

export function svgText(text, at, looks, attributes = {}) {
  const made = svg("text", { x: at.x, y: at.y, ...attributes }, text);
  for (const [name, value] of Object.entries(looks)) made.style.setProperty(name, value);
  return made;
}

/* The clip rectangle of a pane while two days are compared, moved to the coordinates of the picture. */
function clipped(pane, origin, number) {
  const sides = pane.style.clip.match(/-?[\d.]+(?=px)/g);
  if (!sides) return [{}, null];
  const [top, right, bottom, left] = sides.map(Number);
  const id = `clip-${number}`;
  const cut = { x: left + origin.x, y: top + origin.y, width: Math.max(0, right - left), height: bottom - top };
  return [{ "clip-path": `url(#${id})` }, svg("clipPath", { id }, svg("rect", cut))];
}

/* A function that draws an element of the page with its background, images and text, in the coordinates of the frame. */
function makeDrawer(frame) {
  function box(element) {
    const [outer, inner] = [frame, element].map((one) => one.getBoundingClientRect());
    return { x: inner.left - outer.left, y: inner.top - outer.top, width: inner.width, height: inner.height };
  }

  function drawText(node, looks, halo) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const { x, y, width, height } = box(range);
    const around = halo ? { "paint-order": "stroke", stroke: halo, "stroke-width": "3px", "stroke-linejoin": "round" } : {};
    const style = { font: looks.font, "letter-spacing": looks.letterSpacing, fill: looks.color, ...around };
    const text = looks.textTransform === "uppercase" ? node.textContent.toUpperCase() : node.textContent;
    return svgText(text, { x: x + width / 2, y: y + height / 2 }, style, { "text-anchor": "middle", "dominant-baseline": "central" });
  }

  function drawChildren(element, looks) {
    const halo = looks.textShadow === "none" ? null : window.getComputedStyle(document.documentElement).getPropertyValue("--halo");
    return [...element.childNodes].map((child) => {
      if (child.nodeType === Node.ELEMENT_NODE) return draw(child);
      return child.nodeType === Node.TEXT_NODE && child.textContent.trim() ? drawText(child, looks, halo) : null;
    });
  }

  function draw(element) {
    const looks = window.getComputedStyle(element);
    if (looks.display === "none" || looks.visibility === "hidden") return null;
    const { x, y, width, height } = box(element);
    if (element instanceof SVGSVGElement) {
      const copy = styled(element);
      for (const [name, value] of Object.entries({ x, y, width, height })) copy.setAttribute(name, value);
      return copy;
    }
    const image = element instanceof HTMLCanvasElement ? element.toDataURL() : element.src;
    if (image?.startsWith?.("data:image/")) return svg("image", { x, y, width, height, href: image });
    const background = { x, y, width, height, rx: parseFloat(looks.borderRadius) || 0, fill: looks.backgroundColor };
    const ground = !CLEAR.includes(looks.backgroundColor) && width ? svg("rect", background) : null;
    return svg("g", { opacity: looks.opacity }, ground, ...drawChildren(element, looks));
  }
  return draw;
}

/* A function that draws all that the map shows, and returns the drawing. */
export function makePicture(map) {
  const frame = map.getContainer();
  const draw = makeDrawer(frame);
  const depth = (pane) => Number(window.getComputedStyle(pane).zIndex) || 0;

  function drawPane(pane, origin, number) {
    const [clip, definition] = clipped(pane, origin, number);
    // Leaflet draws in its own coordinates, which move with the map
    const moved = (child) => svg("g", { transform: `translate(${origin.x} ${origin.y})` }, ...[...child.children].map(styled));
    return svg("g", clip, definition, ...[...pane.children].map((child) => (child instanceof SVGSVGElement ? moved(child) : draw(child))));
  }

  return () => {
    const { x: width, y: height } = map.getSize();
    const origin = L.DomUtil.getPosition(map.getPane("mapPane"));
    const panes = [...map.getPane("mapPane").children]
      .filter((pane) => pane.matches(".leaflet-pane:not(.leaflet-popup-pane)"))
      .sort((a, b) => depth(a) - depth(b));
    const hatching = [...document.querySelectorAll("svg.patterns defs")].map(styled);
    const frameClip = svg("clipPath", { id: "window" }, svg("rect", { width, height }));
    const ground = svg("rect", { width, height, fill: window.getComputedStyle(frame).backgroundColor });
    const drawn = panes.map((pane, number) => drawPane(pane, origin, number));
    return svg("g", { "clip-path": "url(#window)" }, ...hatching, frameClip, ground, ...drawn);
  };
}
