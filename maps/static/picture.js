/* The map as it is on the screen, as one SVG drawing that needs nothing else: Leaflet's drawings, symbols and names. */
(function (sitmap) {
  "use strict";

  const { svg } = sitmap;

  const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font", "text-anchor"];
  const CLEAR = ["transparent", "rgba(0, 0, 0, 0)"];

  /* A copy of an SVG element that carries its own looks, and none of what is not to be seen. */
  function styled(element) {
    if (window.getComputedStyle(element).display === "none") return null;
    const copy = element.cloneNode(false);
    const looks = window.getComputedStyle(element);
    for (const name of ["class", "style", "tabindex", "role", "aria-label", "aria-hidden"]) copy.removeAttribute(name);
    for (const look of LOOKS) if (looks.getPropertyValue(look)) copy.style.setProperty(look, looks.getPropertyValue(look));
    for (const child of element.childNodes) {
      const made = child.nodeType === Node.ELEMENT_NODE ? styled(child) : child.cloneNode();
      if (made) copy.append(made);
    }
    return copy;
  }

  sitmap.text = function (words, at, looks, attributes = {}) {
    const made = svg("text", { x: at.x, y: at.y, ...attributes }, words);
    for (const [name, value] of Object.entries(looks)) made.style.setProperty(name, value);
    return made;
  };

  sitmap.picture = function ({ map }) {
    const frame = map.getContainer();

    const box = (element) => {
      const [outer, inner] = [frame, element].map((one) => one.getBoundingClientRect());
      return { x: inner.left - outer.left, y: inner.top - outer.top, width: inner.width, height: inner.height };
    };

    function words(node, looks, halo) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const { x, y, width, height } = box(range);
      const upper = looks.textTransform === "uppercase";
      const around = halo ? { "paint-order": "stroke", stroke: halo, "stroke-width": "3px", "stroke-linejoin": "round" } : {};
      const at = { x: x + width / 2, y: y + height / 2 };
      const style = { font: looks.font, "letter-spacing": looks.letterSpacing, fill: looks.color, ...around };
      const text = upper ? node.textContent.toUpperCase() : node.textContent;
      return sitmap.text(text, at, style, { "text-anchor": "middle", "dominant-baseline": "central" });
    }

    /* What an element of the page shows, drawn: its ground, its pictures, its words. */
    function drawn(element) {
      const looks = window.getComputedStyle(element);
      if (looks.display === "none" || looks.visibility === "hidden") return null;
      const { x, y, width, height } = box(element);
      if (element instanceof SVGSVGElement) {
        const copy = styled(element);
        for (const [name, value] of Object.entries({ x, y, width, height })) copy.setAttribute(name, value);
        return copy;
      }
      const carried = element instanceof HTMLCanvasElement ? element.toDataURL() : element.src;
      if (carried?.startsWith?.("data:image/")) return svg("image", { x, y, width, height, href: carried });
      const group = svg("g", { opacity: looks.opacity });
      if (!CLEAR.includes(looks.backgroundColor) && width) {
        group.append(svg("rect", { x, y, width, height, rx: parseFloat(looks.borderRadius) || 0, fill: looks.backgroundColor }));
      }
      const halo = looks.textShadow === "none" ? null : window.getComputedStyle(document.documentElement).getPropertyValue("--halo");
      for (const child of element.childNodes) {
        const part = child.nodeType === Node.ELEMENT_NODE ? drawn(child) : child.textContent.trim() && child.nodeType === Node.TEXT_NODE ? words(child, looks, halo) : null;
        if (part) group.append(part);
      }
      return group;
    }

    /* The part of a pane that is left where two days are compared, moved to where the picture has it. */
    function clipped(pane, origin, number) {
      const points = pane.style.clipPath.match(/-?[\d.]+px -?[\d.]+px/g);
      if (!points) return [{}, null];
      const moved = points.map((point) => point.split(" ").map(parseFloat)).map(([x, y]) => `${x + origin.x},${y + origin.y}`);
      const id = `clip-${number}`;
      return [{ "clip-path": `url(#${id})` }, svg("clipPath", { id }, svg("polygon", { points: moved.join(" ") }))];
    }

    function layer(pane, origin, number) {
      const [clip, definition] = clipped(pane, origin, number);
      const group = svg("g", clip);
      if (definition) group.append(definition);
      for (const child of pane.children) {
        // Leaflet draws in its own coordinates, which move with the map
        if (child instanceof SVGSVGElement) group.append(svg("g", { transform: `translate(${origin.x} ${origin.y})` }, ...[...child.children].map(styled)));
        else group.append(drawn(child) ?? "");
      }
      return group;
    }

    /* A group with all that the map shows, and its size. */
    return function () {
      const { x: width, y: height } = map.getSize();
      const origin = L.DomUtil.getPosition(map.getPane("mapPane"));
      const depth = (pane) => Number(window.getComputedStyle(pane).zIndex) || 0;
      const panes = [...map.getPane("mapPane").children]
        .filter((pane) => pane.matches(".leaflet-pane:not(.leaflet-popup-pane)"))
        .sort((a, b) => depth(a) - depth(b));
      const hatching = [...document.querySelectorAll("svg.patterns defs")].map(styled);
      const frameClip = svg("clipPath", { id: "window" }, svg("rect", { width, height }));
      const ground = svg("rect", { width, height, fill: window.getComputedStyle(frame).backgroundColor });
      const layers = panes.map((pane, number) => layer(pane, origin, number));
      return { width, height, drawing: svg("g", { "clip-path": "url(#window)" }, ...hatching, frameClip, ground, ...layers) };
    };
  };
})((window.sitmap = window.sitmap || {}));
