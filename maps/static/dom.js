/* Elements of the page. Whatever comes from a dossier gets in as text, never as markup, and as a link only if it is one. */
(function (sitmap) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  sitmap.el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
  sitmap.svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

  /* Text of a dossier: isolated, so that it cannot turn what stands beside it. */
  sitmap.told = (text) => sitmap.el("bdi", {}, String(text));

  const isArabic = (name) => /[\u0600-\u06ff]/.test(name);

  /* A name, and what it is in another script. */
  sitmap.named = function (name, other) {
    const written = (text) => sitmap.el("bdi", isArabic(text) ? { lang: "ar", dir: "rtl" } : {}, text);
    return sitmap.el("span", { class: "named" }, written(String(name)), ...(other ? [" ", written(other)] : []));
  };

  function parsed(address) {
    try {
      const url = new URL(address);
      return ["http:", "https:"].includes(url.protocol) ? url : null;
    } catch {
      return null;
    }
  }

  /* A link, where the address is one that a reader may follow; its label as text otherwise. */
  sitmap.link = function (address, label) {
    const url = parsed(address);
    if (!url) return sitmap.told(label);
    return sitmap.el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, sitmap.told(label));
  };

  /* Terms and what they are, those left out that have nothing to say. */
  sitmap.facts = function (pairs) {
    const list = sitmap.el("dl");
    for (const [term, value] of pairs) {
      if (value === null || value === undefined || value === "") continue;
      list.append(sitmap.el("div", {}, sitmap.el("dt", {}, term), sitmap.el("dd", {}, value instanceof Node ? value : sitmap.told(value))));
    }
    return list;
  };

  /* A colour, checked once more before it becomes a style. */
  sitmap.colour = (value) => (/^#[0-9a-f]{6}$/.test(value) ? value : "#8a8f98");

  sitmap.replace = (node, ...children) => node.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
})((window.sitmap = window.sitmap || {}));
