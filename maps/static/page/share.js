/* Links to what is shown, code to embed it in another page, and the page as it stands in a frame (`#embed`). */
import { byId } from "./dom.js";

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/* Copy a text; where the browser refuses, it is selected for the reader to copy. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = byId("shared");
    field.hidden = false;
    field.value = text;
    field.select();
    return false;
  }
}

export function makeShare({ store, texts, map }) {
  const { say } = texts;
  const { url } = store.about;
  let embedded = false;

  /* The address of what is shown: that of the page where it is published, if the dossier names it. */
  const address = (more = "") => {
    const [page, hash] = [url ?? window.location.href.split("#")[0], window.location.hash.slice(1)];
    return `${page}#${more}${hash}`;
  };
  const code = () => `<iframe src="${escaped(address("embed&"))}" title="${escaped(document.title)}" width="100%" height="600" loading="lazy" style="border:0"></iframe>`;

  /* In a frame one finger and the wheel scroll the page around it; two fingers move the map. */
  function embed(wanted) {
    embedded = wanted;
    document.documentElement.classList.toggle("embed", embedded);
    map.scrollWheelZoom[embedded ? "disable" : "enable"]();
    map.dragging[embedded && window.matchMedia("(pointer: coarse)").matches ? "disable" : "enable"]();
    if (embedded) byId("key").open = false;
    map.invalidateSize({ animate: false });
  }

  for (const [id, text] of [["copy-link", address], ["copy-code", code]]) {
    byId(id).addEventListener("click", async () => {
      byId("shared-told").textContent = (await copy(text())) ? say("share.copied") : say("share.select");
    });
  }
  byId("shared").hidden = true;
  byId("shared-told").textContent = "";
  byId("copy-code").hidden = !url;
  return { inAddress: { keys: ["embed"], read: () => (embedded ? { embed: "" } : {}), follow: ({ embed: [asked] }) => embed(asked !== undefined) } };
}
