/* A moving picture as GIF 89a (https://www.w3.org/Graphics/GIF/spec-gif89a.txt): frames of one size in one palette, each as what changed. */

// colours of a cube with this edge, and the most frequent ones of the first frame; the last number stands for what did not change
const [CUBE, COLOURS, SAME] = [6, 255, 255];
const [CLEAR, END, LONGEST] = [256, 257, 12];

const word = (n) => [n & 255, n >> 8];
const channels = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];

/* Red, green and blue of 255 colours. */
function paletteOf(pixels) {
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, COLOURS - CUBE ** 3).map(([pixel]) => channels(pixel));
  const level = (n) => ((Math.floor(n) % CUBE) * 255) / (CUBE - 1);
  return [...frequent, ...Array.from({ length: CUBE ** 3 }, (_, i) => [i, i / CUBE, i / CUBE ** 2].map(level))];
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

/* A picture in the making: `add(pixels, hundredths)` adds a frame, as 32-bit numbers of red, green, blue and alpha, that is shown so long. */
export function makeGif(width, height) {
  const bytes = (...numbers) => Uint8Array.from(numbers);
  const ascii = (text) => [...text].map((letter) => letter.charCodeAt(0));
  const frame = [...word(width), ...word(height)];
  const parts = [];
  // numbers of the colours nearest to those of 5 bits a channel
  const nearest = new Int16Array(1 << 15).fill(-1);
  let palette = null;
  let last = null;

  function numberOf(pixel) {
    const rgb = channels(pixel);
    const key = rgb.reduce((all, value) => (all << 5) | (value >> 3), 0);
    if (nearest[key] < 0) {
      const apart = palette.map((colour) => colour.reduce((sum, value, i) => sum + (value - rgb[i]) ** 2, 0));
      nearest[key] = apart.indexOf(Math.min(...apart));
    }
    return nearest[key];
  }

  function add(pixels, hundredths) {
    if (!palette) {
      palette = paletteOf(pixels);
      // a table of 256 colours, and frames that come again and again
      parts.push(bytes(...ascii("GIF89a"), ...frame, 0xf7, 0, 0, ...palette.flat(), 0, 0, 0, 0x21, 0xff, 11, ...ascii("NETSCAPE2.0"), 3, 1, 0, 0, 0));
    }
    const numbers = new Uint8Array(pixels.length);
    // neighbours are mostly alike
    for (let i = 0; i < numbers.length; i += 1) numbers[i] = i && pixels[i] === pixels[i - 1] ? numbers[i - 1] : numberOf(pixels[i]);
    const drawn = last ? numbers.map((number, i) => (number === last[i] ? SAME : number)) : numbers;
    parts.push(bytes(0x21, 0xf9, 4, last ? 5 : 4, ...word(hundredths), SAME, 0, 0x2c, 0, 0, 0, 0, ...frame, 0), ...compressed(drawn));
    last = numbers;
  }
  return { add, done: () => new Blob([...parts, bytes(0x3b)], { type: "image/gif" }) };
}
