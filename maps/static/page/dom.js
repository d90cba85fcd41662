/* Elements of the page. Text of a dossier becomes text, never markup; an address becomes a link only if it is http or https. */
const SVG = "http://www.w3.org/2000/svg";

const present = (value) => value !== null && value !== undefined;

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) if (present(value)) node.setAttribute(name, value);
  node.append(...children.filter(present));
  return node;
}

export const byId = (id) => document.getElementById(id);
export const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
export const replaceChildren = (node, ...children) => node.replaceChildren(...children.filter(present));

/* Close a menu (a details element) by Escape, and by a click elsewhere. */
export function foldAway(menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => menu.contains(event.target) || (menu.open = false));
}

const widths = new Map();
let context = null;

/* Width of a text in pixels. */
export function textWidth(text, font) {
  const key = `${font}\n${text}`;
  if (widths.has(key)) return widths.get(key);
  context ??= document.createElement("canvas").getContext("2d");
  context.font = font;
  widths.set(key, context.measureText(text).width);
  return widths.get(key);
}

/* Text of a dossier, isolated so that its direction does not change that of its neighbours. */
export const bdi = (text) => el("bdi", {}, String(text));

const isArabic = (name) => /[\u0600-\u06ff]/.test(name);

/* A name, followed by the name in another script if there is one. */
export function twoNames(name, other) {
  const written = (text) => el("bdi", isArabic(text) ? { lang: "ar", dir: "rtl" } : {}, text);
  return el("span", { class: "named" }, written(String(name)), ...(other ? [" ", written(other)] : []));
}

function parsed(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/* A link, or its label as text if the address is not http or https. */
export function link(address, label) {
  const url = parsed(address);
  if (!url) return bdi(label);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, bdi(label));
}

/* A button that looks like a link. */
export function linkButton(children, act, title = null) {
  const button = el("button", { type: "button", class: "link", title }, ...children);
  button.addEventListener("click", act);
  return button;
}

/* A list of terms and values, without the terms that have no value. */
export function facts(pairs) {
  const list = el("dl");
  for (const [term, value] of pairs) {
    if (!present(value) || value === "") continue;
    list.append(el("div", {}, el("dt", {}, term), el("dd", {}, value instanceof Node ? value : bdi(value))));
  }
  return list;
}

export const tableHead = (...columns) => el("thead", {}, el("tr", {}, ...columns.map((text) => el("th", { scope: "col" }, text))));

/* A colour, checked again before it becomes a style. */
export const safeColour = (value) => (/^#[0-9a-f]{6}$/.test(value) ? value : "#8a8f98");
