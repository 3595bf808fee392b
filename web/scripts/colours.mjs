// How different two colours look, to full sight and to three kinds of colour blindness: CIEDE2000
// (Sharma, Wu, Dalal 2005) under the simulation of Machado, Oliveira, Fernandes 2009, severity 1.

/** Linear RGB -> linear RGB as seen. */
export const SIGHTS = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, m, i) => sum + m * vector[i], 0));
const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const rgb = (hex) => [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255));

/** sRGB to CIE Lab, white D65. */
function lab(hex, sight) {
  const seen = times(SIGHTS[sight], rgb(hex)).map((c) => Math.min(Math.max(c, 0), 1));
  const xyz = times([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]], seen);
  const f = (t) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);
  const [x, y, z] = [xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883].map(f);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const degrees = (radians) => ((radians * 180) / Math.PI + 360) % 360;
const cos = (deg) => Math.cos((deg * Math.PI) / 180);

/** Hue of a colour, 0 for grey. */
const hue = (a, b) => (a === 0 && b === 0 ? 0 : degrees(Math.atan2(b, a)));

function meanHue(h1, h2, chroma) {
  if (chroma === 0) return h1 + h2;
  if (Math.abs(h1 - h2) <= 180) return (h1 + h2) / 2;
  return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

/** CIEDE2000 of two Lab colours. */
export function ciede2000([l1, a1, b1], [l2, a2, b2]) {
  const c7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const stretch = 1.5 - 0.5 * Math.sqrt(c7 / (c7 + 25 ** 7));
  const [c1, c2] = [Math.hypot(a1 * stretch, b1), Math.hypot(a2 * stretch, b2)];
  const [h1, h2] = [hue(a1 * stretch, b1), hue(a2 * stretch, b2)];
  let dh = c1 * c2 === 0 ? 0 : h2 - h1;
  if (dh > 180) dh -= 360;
  if (dh < -180) dh += 360;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * (Math.PI / 180));
  const [L, C, H] = [(l1 + l2) / 2, (c1 + c2) / 2, meanHue(h1, h2, c1 * c2)];
  const T = 1 - 0.17 * cos(H - 30) + 0.24 * cos(2 * H) + 0.32 * cos(3 * H + 6) - 0.2 * cos(4 * H - 63);
  const turn = 30 * Math.exp(-(((H - 275) / 25) ** 2));
  const rotation = -2 * Math.sqrt(C ** 7 / (C ** 7 + 25 ** 7)) * Math.sin((2 * turn * Math.PI) / 180);
  const sL = 1 + (0.015 * (L - 50) ** 2) / Math.sqrt(20 + (L - 50) ** 2);
  const [dL, dC, dHue] = [(l2 - l1) / sL, (c2 - c1) / (1 + 0.045 * C), dH / (1 + 0.015 * C * T)];
  return Math.sqrt(dL ** 2 + dC ** 2 + dHue ** 2 + rotation * dC * dHue);
}

/** How different two sRGB colours (`#RRGGBB`) look to a kind of sight. */
export const difference = (one, other, sight = 'normal') => ciede2000(lab(one, sight), lab(other, sight));
