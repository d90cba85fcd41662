/* What the reader can take along: the view as a picture, its layers as GeoJSON; all made within the page. */
(function (sitmap) {
  "use strict";

  const SHARP = 2;

  function offer(blob, name) {
    const address = URL.createObjectURL(blob);
    const link = sitmap.el("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    // the browser has to have begun
    window.setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  const written = ({ sheet }) => new XMLSerializer().serializeToString(sheet);

  async function painted(made) {
    const image = new Image();
    // the page's policy lets it show data that it carries, and nothing else
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(written(made))}`;
    await image.decode();
    const canvas = sitmap.el("canvas", { width: made.width * SHARP, height: made.height * SHARP });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  sitmap.downloads = function (page) {
    const { map, texts } = page;
    const menu = document.getElementById("save");
    const sheet = sitmap.sheet(page);
    const features = sitmap.features(page);
    const name = (kind) => `situation-${texts.iso(page.day)}.${kind}`;

    const MADE = {
      png: () => painted(sheet()),
      svg: () => new Blob([written(sheet())], { type: "image/svg+xml" }),
      geojson: () => new Blob([JSON.stringify(features(page.day))], { type: "application/geo+json" }),
    };
    for (const [kind, make] of Object.entries(MADE)) {
      document.getElementById(`save-${kind}`).addEventListener("click", async () => {
        menu.open = false;
        // a popup would hide what it tells of
        map.closePopup();
        offer(await make(), name(kind));
      });
    }
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    document.addEventListener("pointerdown", (event) => menu.contains(event.target) || (menu.open = false));
    return { sheet, features };
  };
})((window.sitmap = window.sitmap || {}));
