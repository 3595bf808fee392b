// Writes a made-up data folder, for benches only: `count` periods of lines and points over the region of the
// atlas and the years of its axis. The same seed gives the same folder. Everything in it says that it is made up.
import { mkdir, readdir, symlink, writeFile, copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const [WEST, SOUTH, EAST, NORTH] = [46, 34, 90, 56];
const [FIRST, LAST] = [1980, 2045];
const LAST_KNOWN = 2025; // what is dated later is a plan
const LIVES = [['operating'], ['construction', 'operating'], ['agreed', 'construction', 'operating'], ['construction', 'operating', 'closed']];
const LAYERS = [
  { layer: 'pipelines', categories: ['oil', 'gas'], line: true, share: 0.3 },
  { layer: 'corridors', categories: ['road', 'rail'], line: true, share: 0.3 },
  { layer: 'zones', categories: ['free_economic_zone'], line: false, share: 0.2 },
  { layer: 'bases', categories: ['air_base', 'ground_base'], line: false, share: 0.2 },
];

/** Numbers from 0 to 1, the same for the same seed: mulberry32. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A course of 12 steps that keeps its direction, lon, lat. */
function course(random) {
  let [lon, lat, heading] = [between(random, WEST, EAST), between(random, SOUTH, NORTH), random() * 2 * Math.PI];
  return Array.from({ length: 12 }, () => {
    const at = [round(lon), round(lat)];
    heading += (random() - 0.5) * 0.6;
    lon = Math.min(EAST, Math.max(WEST, lon + 0.25 * Math.cos(heading)));
    lat = Math.min(NORTH, Math.max(SOUTH, lat + 0.25 * Math.sin(heading)));
    return at;
  });
}

const between = (random, low, high) => low + random() * (high - low);
const round = (degrees) => Number(degrees.toFixed(4));

function feature(random, { layer, categories, line }, number) {
  const life = LIVES[Math.floor(random() * LIVES.length)];
  let year = Math.floor(between(random, FIRST, LAST - 12));
  const claims = life.map((status) => {
    const planned = year > LAST_KNOWN;
    const claim = { kind: 'status', status, phase: 1, date: String(year), ...(planned ? { planned } : { preferred: true }), source: 'made_up' };
    year += 1 + Math.floor(random() * 5);
    return claim;
  });
  const geometry = line
    ? { type: 'LineString', coordinates: course(random) }
    : { type: 'Point', coordinates: [round(between(random, WEST, EAST)), round(between(random, SOUTH, NORTH))] };
  return {
    type: 'Feature',
    id: `${layer}-${number}`,
    properties: {
      category: categories[Math.floor(random() * categories.length)],
      name: { en: `Made-up ${layer} ${number}` },
      short: { en: `Made-up ${number}` },
      countries: ['KZ'],
      summary: 'Made up for a bench.',
      position: { quality: 'traced', accuracy_km: 1, basis: 'made up', source: 'made_up' },
      claims,
    },
    geometry,
  };
}

/** Fills `folder` with a data folder of `count` periods; the vocabulary and the background are those of `geodata`. */
export async function writeSynthetic(folder, count, geodata, seed = 2005) {
  const random = numbers(seed);
  await mkdir(folder, { recursive: true });
  for (const { layer, ...rest } of LAYERS) {
    const features = [];
    let periods = 0;
    while (periods < count * rest.share) {
      const made = feature(random, { layer, ...rest }, features.length + 1);
      features.push(made);
      periods += made.properties.claims.length;
    }
    await writeFile(join(folder, `${layer}.geojson`), JSON.stringify({ type: 'FeatureCollection', features }));
  }
  await writeFile(join(folder, 'events.geojson'), JSON.stringify({ type: 'FeatureCollection', features: [] }));
  const source = { id: 'made_up', type: 'dataset', title: 'Made up for a bench', issued: { 'date-parts': [[LAST_KNOWN, 12, 31]] } };
  await writeFile(join(folder, 'sources.json'), JSON.stringify([source]));
  await copyFile(join(geodata, 'atlas.toml'), join(folder, 'atlas.toml'));
  const archives = (await readdir(geodata)).filter((name) => /\.(mbtiles|pmtiles)$/.test(name));
  await Promise.all(archives.map((name) => symlink(resolve(geodata, name), join(folder, name))));
}
