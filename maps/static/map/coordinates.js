/* Where a point lies: decimal degrees, the military grid reference system, and the admin area if the dossier has them. */

// WGS 84, and the scale of UTM (NGA.SIG.0012); the projection is that of Krueger (1912), by powers of the third flattening
const [AXIS, FLATTENING, SCALE] = [6378137, 1 / 298.257223563, 0.9996];
const N = FLATTENING / (2 - FLATTENING);
const RADIUS = (SCALE * AXIS * (1 + N ** 2 / 4 + N ** 4 / 64)) / (1 + N);
const SERIES = [N / 2 - (2 * N ** 2) / 3 + (5 * N ** 3) / 16, (13 * N ** 2) / 48 - (3 * N ** 3) / 5, (61 * N ** 3) / 240];
const [BANDS, COLUMNS, ROWS] = ["CDEFGHJKLMNPQRSTUVWXX", "ABCDEFGHJKLMNPQRSTUVWXYZ", "ABCDEFGHJKLMNPQRSTUV"];

/* UTM zones are 6 degrees wide, but around Norway and Svalbard. */
function zoneOf(lat, lon) {
  if (lat >= 56 && lat < 64 && lon >= 3 && lon < 12) return 32;
  if (lat >= 72 && lon >= 0 && lon < 42) return 31 + 2 * Math.floor((lon + 3) / 12);
  return Math.floor((lon + 180) / 6) + 1;
}

/* The grid reference of a point to 10 m; null near the poles. */
export function mgrs(lat, anyLon) {
  if (!(lat >= -80 && lat <= 84)) return null;
  const lon = ((((anyLon + 180) % 360) + 360) % 360) - 180;
  const zone = zoneOf(lat, lon);
  const [phi, along] = [lat, lon - (6 * zone - 183)].map((degrees) => (degrees * Math.PI) / 180);
  const eccentricity = (2 * Math.sqrt(N)) / (1 + N);
  const t = Math.sinh(Math.atanh(Math.sin(phi)) - eccentricity * Math.atanh(eccentricity * Math.sin(phi)));
  const [xi, eta] = [Math.atan2(t, Math.cos(along)), Math.atanh(Math.sin(along) / Math.hypot(1, t))];
  const sum = (first, wave) => SERIES.reduce((all, factor, i) => all + factor * wave(2 * (i + 1)), first);
  const east = 500000 + RADIUS * sum(eta, (j) => Math.cos(j * xi) * Math.sinh(j * eta));
  const north = (lat < 0 ? 1e7 : 0) + RADIUS * sum(xi, (j) => Math.sin(j * xi) * Math.cosh(j * eta));
  const column = COLUMNS[8 * ((zone - 1) % 3) + Math.floor(east / 1e5) - 1];
  const row = ROWS[(Math.floor(north / 1e5) + (zone % 2 ? 0 : 5)) % 20];
  const digits = (metres) => String(Math.floor((metres % 1e5) / 10)).padStart(4, "0");
  return `${zone}${BANDS[Math.floor(lat / 8) + 10]} ${column}${row} ${digits(east)} ${digits(north)}`;
}

/* A point {lat, lon} in words. */
export function whereIs({ store, geometry }, { lat, lon }) {
  const area = store.admin.find(({ shape }) => geometry.covers(shape, { lat, lon }));
  return [`${lat.toFixed(4)}, ${lon.toFixed(4)}`, mgrs(lat, lon), area && [area.name, area.code].filter(Boolean).join(" ")].filter(Boolean);
}

/* Area in square kilometres of a polygon of points {lat, lng} on the sphere. */
export function sphereArea(points) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const terms = points.map(({ lat, lng }, i) => {
    const next = points[(i + 1) % points.length];
    return radians(next.lng - lng) * (2 + Math.sin(radians(lat)) + Math.sin(radians(next.lat)));
  });
  return (Math.abs(terms.reduce((a, b) => a + b, 0)) * 6371 ** 2) / 2;
}
