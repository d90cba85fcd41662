/* Downloads, all made within the page: the view as a picture, and its layers as GeoJSON. */
import { byId, el, foldAway } from "../page/dom.js";
import { addMovingPicture } from "./moving_picture.js";

// pixels of the picture for one pixel of the screen
const SCALE = 2;

function offer(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // the download has to have begun
  window.setTimeout(() => URL.revokeObjectURL(address), 10000);
}

const written = ({ sheet }) => new XMLSerializer().serializeToString(sheet);

/* The canvas with a drawing on it, at a scale. */
async function paint(made, canvas, scale = 1) {
  const image = new Image();
  // the policy of the page allows images from data only
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(written(made))}`;
  await image.decode();
  [canvas.width, canvas.height] = [made.width * scale, made.height * scale];
  canvas.getContext("2d", { willReadFrequently: true }).drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function painted(made) {
  const canvas = await paint(made, el("canvas"), SCALE);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/* The menu of downloads; `sheet(shape)` makes the picture, `geojson(day)` the feature collection. */
export function addDownloads({ store, texts, map, clock, sheet, geojson }) {
  const menu = byId("save");
  const files = {
    png: () => painted(sheet(byId("save-shape").value)),
    svg: () => new Blob([written(sheet(byId("save-shape").value))], { type: "image/svg+xml" }),
    geojson: () => new Blob([JSON.stringify(geojson(clock.day()))], { type: "application/geo+json" }),
  };
  for (const [kind, make] of Object.entries(files)) {
    byId(`save-${kind}`).addEventListener("click", async () => {
      menu.open = false;
      // a popup would hide its own subject
      map.closePopup();
      offer(await make(), `situation-${texts.iso(clock.day())}.${kind}`);
    });
  }
  addMovingPicture({ store, texts, clock, sheet, paint, offer });
  foldAway(menu);
}
