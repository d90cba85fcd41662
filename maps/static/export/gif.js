/* A moving picture as GIF 89a (https://www.w3.org/Graphics/GIF/spec-gif89a.txt): frames of one size in one palette, each as what changed. */

// colours of a cube with this edge, and the most frequent ones of the first frame; the last number stands for what did not change
const [CUBE, COLOURS, SAME] = [6, 255, 255];
const [CLEAR, END, LONGEST] = [256, 257, 12];

const word = (n) => [n & 255, n >> 8];

/* Red, green and blue of 255 colours. */
function paletteOf(pixels) {
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, COLOURS - CUBE ** 3).map(([pixel]) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]);
  const level = (n) => Math.round(((n % CUBE) * 255) / (CUBE - 1));
  return [...frequent, ...Array.from({ length: CUBE ** 3 }, (_, i) => [level(i), level(Math.floor(i / CUBE)), level(Math.floor(i / CUBE ** 2))])];
}

/* Codes of Lempel, Ziv and Welch for numbers of colours, in the blocks of the format. */
function compressed(numbers) {
  const bytes = [];
  let [bits, count, size, next] = [0, 0, 9, END + 1];
  let known = new Map();
  function put(code) {
    bits |= code << count;
    for (count += size; count >= 8; count -= 8) {
      bytes.push(bits & 255);
      bits >>>= 8;
    }
    if (next === 1 << size && size < LONGEST) size += 1;
  }
  put(CLEAR);
  let prefix = numbers[0];
  for (let i = 1; i < numbers.length; i += 1) {
    const key = (prefix << 8) | numbers[i];
    const longer = known.get(key);
    if (longer === undefined) {
      put(prefix);
      if (next < 1 << LONGEST) known.set(key, next++);
      else {
        put(CLEAR);
        [known, size, next] = [new Map(), 9, END + 1];
      }
    }
    prefix = longer ?? numbers[i];
  }
  [prefix, END].forEach(put);
  if (count) bytes.push(bits & 255);
  const blocks = [Uint8Array.of(8)];
  for (let i = 0; i < bytes.length; i += 255) blocks.push(Uint8Array.of(Math.min(255, bytes.length - i)), Uint8Array.from(bytes.slice(i, i + 255)));
  return [...blocks, Uint8Array.of(0)];
}

/* A picture in the making: `add(pixels, hundredths)` adds a frame, as 32-bit numbers of red, green, blue and alpha, that is shown so long; `parts` are its bytes so far. */
export function makeGif(width, height) {
  const parts = [];
  // numbers of the colours nearest to those of 5 bits a channel
  const nearest = new Int16Array(1 << 15).fill(-1);
  let palette = null;
  let last = null;

  function numberOf(pixel) {
    const [r, g, b] = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
    const key = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
    if (nearest[key] < 0) {
      const apart = palette.map((colour) => (colour[0] - r) ** 2 + (colour[1] - g) ** 2 + (colour[2] - b) ** 2);
      nearest[key] = apart.indexOf(Math.min(...apart));
    }
    return nearest[key];
  }

  function begin(pixels) {
    palette = paletteOf(pixels);
    const forever = [0x21, 0xff, 11, ...new TextEncoder().encode("NETSCAPE2.0"), 3, 1, 0, 0, 0];
    parts.push(new TextEncoder().encode("GIF89a"), Uint8Array.of(...word(width), ...word(height), 0xf7, 0, 0, ...palette.flat(), 0, 0, 0, ...forever));
  }

  function add(pixels, hundredths) {
    if (!palette) begin(pixels);
    const numbers = new Uint8Array(pixels.length);
    // neighbours are mostly alike
    for (let i = 0; i < numbers.length; i += 1) numbers[i] = i && pixels[i] === pixels[i - 1] ? numbers[i - 1] : numberOf(pixels[i]);
    // rows from the first that changed to the last
    const changed = (i) => !last || numbers[i] !== last[i];
    let [first, end] = [0, numbers.length];
    while (first < end - 1 && !changed(first)) first += 1;
    while (end > first + 1 && !changed(end - 1)) end -= 1;
    const [top, bottom] = [Math.floor(first / width), Math.ceil(end / width)];
    const drawn = numbers.slice(top * width, bottom * width).map((number, i) => (changed(top * width + i) ? number : SAME));
    const control = [0x21, 0xf9, 4, last ? 5 : 4, ...word(hundredths), SAME, 0];
    parts.push(Uint8Array.of(...control, 0x2c, 0, 0, ...word(top), ...word(width), ...word(bottom - top), 0), ...compressed(drawn));
    last = numbers;
  }
  return { add, done: () => new Blob([...parts, Uint8Array.of(0x3b)], { type: "image/gif" }) };
}
