/* Signs on the screen: those that would lie on each other are counted in one, or moved apart with a line to the place. */
(function (sitmap) {
  "use strict";

  const PUSHES = 24;
  // moved further, a sign would seem to be elsewhere
  const FURTHEST = 26;
  // pushing compares every two
  const MOST_PUSHED = 150;

  /* Items in groups: each joins the first group of its kind whose first member is nearer than `reach` pixels.
     An item is {x, y, kind, reach, ...}; one without a kind stays alone. */
  sitmap.grouped = function (items, reach) {
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
      if (cells.has(at)) cells.get(at).push(made);
      else cells.set(at, [made]);
    }
    for (const group of groups) {
      const mean = (axis) => group.members.reduce((sum, item) => sum + item[axis], 0) / group.members.length;
      Object.assign(group, { x: mean("x"), y: mean("y") });
    }
    return groups;
  };

  /* How far each sign has to move, {dx, dy}, so that none covers another; a sign is {x, y, radius}, and `fixed` if the
     others have to give way to it. */
  sitmap.pushed = function (signs) {
    const moves = signs.map(() => ({ dx: 0, dy: 0 }));
    if (signs.length > MOST_PUSHED) return moves;
    for (let push = 0; push < PUSHES; push += 1) {
      let moved = false;
      for (let i = 0; i < signs.length; i += 1) {
        for (let j = i + 1; j < signs.length; j += 1) moved = apart(signs[i], moves[i], signs[j], moves[j]) || moved;
      }
      if (!moved) break;
    }
    return moves;
  };

  /* Move a marker's element aside, all that can be hit and focused, and draw the line that leads back to the place. */
  sitmap.moveAside = function (element, [x, y], { dx, dy }) {
    Object.assign(element.style, { marginLeft: `${(dx - x).toFixed(1)}px`, marginTop: `${(dy - y).toFixed(1)}px` });
    element.querySelector(".leader")?.remove();
    if (Math.hypot(dx, dy) < 3) return;
    const line = sitmap.svg("path", { d: `M0 0L${(-dx).toFixed(1)} ${(-dy).toFixed(1)}` });
    const foot = sitmap.svg("circle", { cx: (-dx).toFixed(1), cy: (-dy).toFixed(1), r: 1.8, class: "leader-foot" });
    element.prepend(sitmap.svg("svg", { class: "leader", style: `left: ${x}px; top: ${y}px`, width: 1, height: 1, "aria-hidden": "true" }, line, foot));
  };

  function apart(one, move, other, otherMove) {
    if (one.fixed && other.fixed) return false;
    let dx = other.x + otherMove.dx - one.x - move.dx;
    let dy = other.y + otherMove.dy - one.y - move.dy;
    const wanted = one.radius + other.radius;
    let distance = Math.hypot(dx, dy);
    if (distance >= wanted) return false;
    // two at one point part sideways
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
})((window.sitmap = window.sitmap || {}));
