/* Symbols that would overlap on the screen: they are joined into one with a count, or moved apart with a line to the place. */
import { svg } from "../page/dom.js";

// rounds in which all symbols are moved
const PUSHES = 24;
// in pixels: a symbol moved further would seem to be at another place
const FURTHEST = 26;
// pushing compares all pairs
const MOST_PUSHED = 150;

/* Groups of items: an item joins the first group of its kind whose first member is nearer than `reach` pixels.
   An item is {x, y, kind, ...}; an item without a kind stays alone. */
export function grouped(items, reach) {
  const cells = new Map();
  const groups = [];
  const cell = (x, y) => Math.floor(x / reach) * 65536 + Math.floor(y / reach);

  function near(item) {
    for (let dx = -reach; dx <= reach; dx += reach) {
      for (let dy = -reach; dy <= reach; dy += reach) {
        for (const group of cells.get(cell(item.x + dx, item.y + dy)) ?? []) {
          const [first] = group.members;
          if (first.kind === item.kind && Math.hypot(first.x - item.x, first.y - item.y) < reach) return group;
        }
      }
    }
    return null;
  }

  for (const item of items) {
    const group = item.kind === null ? null : near(item);
    if (group) {
      group.members.push(item);
      continue;
    }
    const made = { members: [item] };
    groups.push(made);
    const at = cell(item.x, item.y);
    cells.set(at, [...(cells.get(at) ?? []), made]);
  }
  for (const group of groups) {
    const mean = (axis) => group.members.reduce((sum, item) => sum + item[axis], 0) / group.members.length;
    Object.assign(group, { x: mean("x"), y: mean("y") });
  }
  return groups;
}

/* The move {dx, dy} of each symbol after which symbols no longer overlap; a symbol is {x, y, radius}, and `fixed` if only
   the others may move. */
export function pushed(symbols) {
  const moves = symbols.map(() => ({ dx: 0, dy: 0 }));
  if (symbols.length > MOST_PUSHED) return moves;
  for (let push = 0; push < PUSHES; push += 1) {
    let moved = false;
    for (let i = 0; i < symbols.length; i += 1) {
      for (let j = i + 1; j < symbols.length; j += 1) moved = apart(symbols[i], moves[i], symbols[j], moves[j]) || moved;
    }
    if (!moved) break;
  }
  return moves;
}

/* Move the element of a marker aside, and draw a line from it to the place. */
export function moveAside(element, [x, y], { dx, dy }) {
  Object.assign(element.style, { marginLeft: `${(dx - x).toFixed(1)}px`, marginTop: `${(dy - y).toFixed(1)}px` });
  element.querySelector(".leader")?.remove();
  if (Math.hypot(dx, dy) < 3) return;
  const line = svg("path", { d: `M0 0L${(-dx).toFixed(1)} ${(-dy).toFixed(1)}` });
  const foot = svg("circle", { cx: (-dx).toFixed(1), cy: (-dy).toFixed(1), r: 1.8, class: "leader-foot" });
  element.prepend(svg("svg", { class: "leader", style: `left: ${x}px; top: ${y}px`, width: 1, height: 1, "aria-hidden": "true" }, line, foot));
}

function apart(one, move, other, otherMove) {
  if (one.fixed && other.fixed) return false;
  let dx = other.x + otherMove.dx - one.x - move.dx;
  let dy = other.y + otherMove.dy - one.y - move.dy;
  const wanted = one.radius + other.radius;
  let distance = Math.hypot(dx, dy);
  if (distance >= wanted) return false;
  // two symbols at one point are moved sideways
  if (distance < 0.01) [dx, dy, distance] = [1, 0, 1];
  const by = (wanted - distance) / (one.fixed || other.fixed ? 1 : 2) + 0.3;
  if (!one.fixed) shift(move, (-dx / distance) * by, (-dy / distance) * by);
  if (!other.fixed) shift(otherMove, (dx / distance) * by, (dy / distance) * by);
  return true;
}

function shift(move, dx, dy) {
  move.dx += dx;
  move.dy += dy;
  const far = Math.hypot(move.dx, move.dy) / FURTHEST;
  if (far > 1) Object.assign(move, { dx: move.dx / far, dy: move.dy / far });
}
