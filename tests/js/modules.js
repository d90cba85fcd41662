/* Loads scripts of the page by name, each as the page does: on one `window.sitmap`, in a world that a test makes. */
import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";

export const STATIC = new URL("../../maps/static/", import.meta.url);

export const text = (name) => readFileSync(new URL(name, STATIC), "utf8");

/* `window.sitmap` after the named scripts; `world` holds the globals that they see besides JavaScript's own. */
export function load(names, world = {}) {
  const window = { ...world.window };
  const seen = { document: undefined, L: undefined, Node: undefined, ...world, window };
  for (const name of names) {
    compileFunction(text(`${name}.js`), Object.keys(seen), { filename: `${name}.js` })(...Object.values(seen));
  }
  return window.sitmap;
}
