/* Words of probability, chosen as in the sentences of verdicts (geo.encirclement.chance) and from the same data. */

// halves are rounded towards 50, so that a probability and its complement have mirrored words
function wholePerCent(p) {
  const exact = Number((100 * p).toFixed(6));
  return exact < 50 ? Math.round(exact) : Math.ceil(exact - 0.5);
}

export function makeChance({ about }, texts) {
  const worded = () => texts.worded(about.chance);
  const step = (p) => about.chance.limits.filter((limit) => limit <= wholePerCent(p)).length;
  const even = about.chance.en.words.length >> 1;

  function percent(p) {
    const n = wholePerCent(p);
    const key = n < 1 ? "under" : n > 99 ? "over" : "percent";
    return worded()[key].replace("{n}", Math.min(Math.max(n, 1), 99));
  }
  return {
    /* Words with the per cent in brackets; null if there is no probability. */
    chance: (p) => (p === null ? null : worded().said.replace("{words}", worded().words[step(p)]).replace("{percent}", percent(p))),
    isEven: (p) => p !== null && step(p) === even,
  };
}
