/* Spellings of names: one key for the ways to write a name, romanisation of Arabic, and a measure of likeness.
   The same rules as in geo/names/spelling.py and geo/names/romanisation.py, which name their sources of truth. */
const PLAIN = { ı: "i", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ħ: "h", ə: "a", ک: "ك", ی: "ي", ى: "ي", ہ: "ه", ە: "ه", ۃ: "ة", ء: "", ـ: "" };
for (const [i, digit] of [..."٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"].entries()) PLAIN[digit] = String(i % 10);
const LATIN = { ا: "a", ب: "b", ت: "t", ث: "th", ج: "j", ح: "h", خ: "kh", د: "d", ذ: "dh", ر: "r", ز: "z", س: "s", ش: "sh", ص: "s", ض: "d", ط: "t", ظ: "dh", ع: "a", غ: "gh", ف: "f", ق: "q", ك: "k", ل: "l", م: "m", ن: "n", ه: "h", ة: "a", و: "u", ي: "i", پ: "p", چ: "ch", ژ: "zh", گ: "g", ڤ: "v" };
const SAME_SOUND = { e: "i", y: "i", o: "u", w: "u", q: "k", p: "b", v: "f" };
const CONSONANTS = { tch: "s", sch: "s", kh: "x", gh: "g", sh: "s", ch: "s", th: "t", dh: "d", bh: "f", zh: "j", x: "ks", c: "k" };

const MARKS = /[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u06d6-\u06ed\u02b0-\u02ff\u200b-\u200f'’‘`´]+/gu;
const LATIN_ARTICLE = /(?<![\p{L}\p{N}])(?:[aeu]l|[aeiu](?=(th|dh|sh|[tdrzsn]) \1)\1) (?=[\p{L}\p{N}])/gu;
const JOINED_ARTICLE = /(?<![\p{L}\p{N}])(?:[ae]l(?=[bcdfghjklmnpqrstvwxz][a-z]{3})|eh[lnrsdtz] (?=[\p{L}\p{N}]))/gu;
const UNVOCALISED_ARTICLE = /(?<![\p{L}\p{N}])al(?=[bcdfghjklmnpqrstvwxyz]{3,}(?![\p{L}\p{N}]))/gu;
const UNVOCALISED_TA_MARBUTA = /(?<![\p{L}\p{N}])([bcdfghjklmnpqrstvwxyz]{2,})t(?![\p{L}\p{N}])/gu;
const LATIN_TA_MARBUTA = /(?<=[\p{L}\p{N}])[ae]h(?![\p{L}\p{N}])/gu;
const ARABIC_ARTICLE = /(?<![\p{L}\p{N}])ال(?=[\p{L}\p{N}]{2})/gu;

const letters = (text, table) => [...text].map((letter) => table[letter] ?? letter).join("");

function folded(name) {
  const text = name.normalize("NFKD").toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(MARKS, "");
  const words = letters(text, PLAIN).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  return words.replace(LATIN_ARTICLE, "").replace(ARABIC_ARTICLE, "").replace(LATIN_TA_MARBUTA, "a");
}

function romanised(name) {
  const text = folded(name)
    .replace(UNVOCALISED_ARTICLE, "")
    .replace(JOINED_ARTICLE, "")
    .replace(UNVOCALISED_TA_MARBUTA, "$1a")
    .replace(/dsch|dzh|dj/g, "j")
    .replace(/ة(?= )/g, "t");
  return letters(letters(text, LATIN), SAME_SOUND).replace(/(.)\1+/g, "$1");
}

const CONSONANT = new RegExp(Object.keys(CONSONANTS).join("|"), "g");
const consonants = (latin) => latin.replace(CONSONANT, (found) => CONSONANTS[found]).replace(/[aiu\s]+/g, "").replace(/(.)\1+/g, "$1");

/* Length of the longest common subsequence of two texts, from which the number of insertions and deletions follows. */
function shared(first, second) {
  let row = new Array(second.length + 1).fill(0);
  for (const letter of first) {
    const next = [0];
    for (let i = 0; i < second.length; i += 1) next.push(letter === second[i] ? row[i] + 1 : Math.max(row[i + 1], next[i]));
    row = next;
  }
  return row[second.length];
}

const ratio = (first, second) => (first.length + second.length ? (2 * shared(first, second)) / (first.length + second.length) : 1);

/* The forms of a name that are compared: its key, its Latin letters, its consonants and its words in Latin letters. */
export function spell(name) {
  const latin = romanised(name);
  const key = folded(name).replaceAll("ة", "ه").replaceAll(" ", "");
  return { key, latin: latin.replaceAll(" ", ""), bones: consonants(latin), words: latin.trim() };
}

function together(first, second) {
  const whole = ratio(first.replaceAll(" ", ""), second.replaceAll(" ", ""));
  const [bones, others] = [first, second].map(consonants);
  return bones && others ? (whole + ratio(bones, others)) / 2 : whole;
}

/* Likeness of two spellings, 0 to 1: half of it from letters, half from consonants, on which romanisations agree more.
   A common first word (Kafr, Tell) does not make two names alike. */
export function likeness(first, second) {
  if (first.key === second.key) return 1;
  const whole = together(first.words, second.words);
  const [[start, ...rest], [other, ...others]] = [first.words.split(" "), second.words.split(" ")];
  if (!rest.length || !others.length || consonants(start) !== consonants(other)) return whole;
  return Math.min(whole, together(rest.join(" "), others.join(" ")));
}
