// Writes small PMTiles (version 3, nothing compressed) with one tile at zoom 0, for maps of the data folder.
import { deflateSync } from 'node:zlib';

const HEAD = 127;
export const VECTOR = 1;
export const PNG = 2;

/** The bytes of an archive whose only tile is 0/0/0. */
export function pmtiles(kind: number, metadata: object, tile: Buffer): Buffer {
  const about = Buffer.from(JSON.stringify(metadata));
  // One entry: tile number 0, a run of one, its length, its place (plus one) among the tiles.
  const root = Buffer.from([1, 0, 1, ...varint(tile.length), 1]);
  const head = Buffer.alloc(HEAD);
  head.write('PMTiles');
  head[7] = 3;
  const sections = [root, about, Buffer.alloc(0), tile];
  let at = HEAD;
  sections.forEach((section, index) => {
    head.writeBigUInt64LE(BigInt(at), 8 + 16 * index);
    head.writeBigUInt64LE(BigInt(section.length), 16 + 16 * index);
    at += section.length;
  });
  for (const count of [72, 80, 88]) head.writeBigUInt64LE(1n, count);
  head.set([1, 1, 1, kind, 0, 0], 96); // clustered, two times uncompressed, kind, zooms
  [-180, -85, 180, 85].forEach((degrees, index) => head.writeInt32LE(degrees * 1e7, 102 + 4 * index));
  return Buffer.concat([head, ...sections]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}

/** A PNG of one colour, 256 pixels a side. */
export function png(red: number, green: number, blue: number): Buffer {
  const side = 256;
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(side * 3, Buffer.from([red, green, blue]))]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.concat(Array<Buffer>(side).fill(row)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A vector tile with one line from its north-west to its south-east corner, in the layer `river`. */
export function line(): Buffer {
  const geometry = [9, 0, 0, 10, ...varint(8192), ...varint(8192)]; // MoveTo 0,0; LineTo +4096,+4096
  const feature = [0x18, 2, 0x22, geometry.length, ...geometry];
  const layer = [0x0a, 5, ...Buffer.from('river'), 0x12, feature.length, ...feature, 0x28, ...varint(4096), 0x78, 2];
  return Buffer.from([0x1a, layer.length, ...layer]);
}
