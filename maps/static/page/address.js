/* The fragment of the page's address: it holds the state of the page, so that a link opens the same state. */

// browsers refuse to change the address many times a second
const WAIT_MS = 250;

export function makeAddress() {
  let parts = [];
  let pending = null;
  let following = false;
  let begun = false;

  function fragment() {
    const asked = new URLSearchParams();
    for (const { read } of parts) {
      for (const [key, values] of Object.entries(read())) for (const value of [values].flat()) asked.append(key, value);
    }
    // a mark without a value, as in #embed
    return `#${asked}`.replace(/=(?=&|$)/g, "");
  }

  function write(how) {
    window.clearTimeout(pending);
    const wanted = fragment();
    if (wanted === window.location.hash) return;
    try {
      window.history[how](null, "", wanted);
    } catch (refused) {
      // a page in the srcdoc of a frame has no address
      if (refused.name !== "SecurityError") throw refused;
    }
  }

  function follow() {
    const asked = new URLSearchParams(window.location.hash.slice(1));
    const known = parts.flatMap(({ keys }) => keys);
    // a link to a heading of the page has none of the keys
    if (begun && [...asked.keys()].length && !known.some((key) => asked.has(key))) return;
    following = true;
    for (const part of parts) part.follow(Object.fromEntries(part.keys.map((key) => [key, asked.getAll(key)])));
    following = false;
    // a delayed write would replace the address that the reader sets next
    window.clearTimeout(pending);
  }

  function changed() {
    if (following) return;
    window.clearTimeout(pending);
    pending = window.setTimeout(() => write("replaceState"), WAIT_MS);
  }

  return {
    changed,
    /* Add the state to the browser's history, so that the reader can go back from it. */
    entered: () => following || write("pushState"),
    /* Follow the address from now on. A part has `keys`; `read()` returns its state by key; `follow(lists by key)` sets it. */
    begin(all) {
      parts = all;
      follow();
      begun = true;
      window.addEventListener("popstate", follow);
      window.addEventListener("hashchange", follow);
      changed();
    },
  };
}
