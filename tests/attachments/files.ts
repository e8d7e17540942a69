import { deflateSync } from 'node:zlib';

/** Small files that are what they seem, made here so that no binary stands in the repository. */

const text = (value: string): Buffer => Buffer.from(value, 'latin1');
const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc32 = (bytes: Buffer): number => {
  let c = 0xffffffff;
  for (const byte of bytes) c = (crcTable[(c ^ byte) & 0xff] as number) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};
const be = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
};
const le = (value: number): Buffer => Buffer.from(be(value)).reverse();

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([text(name), data]);
  return Buffer.concat([be(data.length), body, be(crc32(body))]);
}

/** A real picture of one colour. */
export function png(width = 240, height = 160, [r, g, b] = [60, 120, 200]): Buffer {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3)]);
  for (let x = 0; x < width; x += 1) row.set([r as number, (g as number) + (x >> 2), b as number], 1 + x * 3);
  const head = Buffer.concat([be(width), be(height), Buffer.from([8, 2, 0, 0, 0])]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Half a second of silence. */
export function wav(): Buffer {
  const data = Buffer.alloc(8000, 0x80);
  const format = Buffer.concat([le(16), Buffer.from([1, 0, 1, 0]), le(16_000), le(16_000), Buffer.from([1, 0, 8, 0])]);
  const body = Buffer.concat([text('WAVEfmt '), format, text('data'), le(data.length), data]);
  return Buffer.concat([text('RIFF'), le(body.length), body]);
}

/** A zip directory with these names and empty contents. */
export function zip(names: readonly string[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const name of names) {
    const tail = Buffer.concat([Buffer.alloc(22), Buffer.from([name.length, 0, 0, 0])]);
    const local = Buffer.concat([text('PK\x03\x04'), tail, text(name)]);
    const entry = Buffer.concat([
      text('PK\x01\x02'),
      Buffer.alloc(24),
      Buffer.from([name.length, 0]),
      Buffer.alloc(12),
      le(at),
      text(name),
    ]);
    locals.push(local);
    entries.push(entry);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const count = Buffer.from([names.length, 0]);
  const end = Buffer.concat([text('PK\x05\x06'), Buffer.alloc(4), count, count, le(directory.length), le(at), Buffer.alloc(2)]);
  return Buffer.concat([...locals, directory, end]);
}

const box = (name: string, data: Buffer): Buffer => Buffer.concat([be(data.length + 8), text(name), data]);
const handler = (kind: string): Buffer => box('hdlr', Buffer.concat([Buffer.alloc(8), text(kind), Buffer.alloc(12)]));
/** `kind` vide or soun. */
export const iso = (kind: string, brand = 'mp42'): Buffer =>
  Buffer.concat([
    box('ftyp', Buffer.concat([text(brand), Buffer.alloc(4)])),
    box('moov', box('trak', handler(kind))),
    box('mdat', Buffer.alloc(64)),
  ]);

export const jpg = (): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(400, 7), Buffer.from([0xff, 0xd9])]);
export const gif = (): Buffer => Buffer.concat([text('GIF89a'), Buffer.alloc(40, 1), Buffer.from([0x3b])]);
export const webp = (): Buffer => Buffer.concat([text('RIFF'), le(40), text('WEBP'), Buffer.alloc(36, 2)]);
/** Objects numbered from 1, the first of them the catalogue. */
const pdfOf = (objects: readonly string[], trailer = ''): Buffer =>
  text(`%PDF-1.4\n${objects.map((object, at) => `${at + 1} 0 obj${object}endobj\n`).join('')}trailer<</Root 1 0 R${trailer}>>\n%%EOF\n`);
const stream = (drawing: string): string => `<</Length ${drawing.length}>>stream\n${drawing}\nendstream `;
/** Two pages: a filled rectangle; a Chinese word in a font that the file does not bring. */
const PDF_OBJECTS = [
  '<</Type/Catalog/Pages 2 0 R>>',
  '<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>',
  '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 5 0 R>>',
  '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 6 0 R/Resources<</Font<</F 7 0 R>>>>>>',
  stream('0.1 0.4 0.8 rg 0 0 300 200 re f'),
  stream('BT /F 90 Tf 60 60 Td <5B664E60> Tj ET'),
  '<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[8 0 R]>>',
  '<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 9 0 R>>',
  '<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>',
];
export const pdf = (): Buffer => pdfOf(PDF_OBJECTS);
/** Has the beginning and the end of one, and nothing that could be shown. */
export const emptyPdf = (): Buffer => pdfOf(['<</Type/Catalog>>']);
/** Asks for a password that nobody knows. */
export const lockedPdf = (): Buffer =>
  pdfOf(PDF_OBJECTS, `/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<${'5a'.repeat(32)}>/U<${'a5'.repeat(32)}>>>/ID[<00><00>]`);
export const mp3 = (): Buffer => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(400)]);
export const amr = (): Buffer => Buffer.concat([text('#!AMR\n'), Buffer.alloc(60, 4)]);
export const ogg = (): Buffer => Buffer.concat([text('OggS'), Buffer.alloc(60)]);
export const docx = (...more: string[]): Buffer => zip(['[Content_Types].xml', 'word/document.xml', ...more]);
export const xlsx = (): Buffer => zip(['[Content_Types].xml', 'xl/workbook.xml']);
export const exe = (): Buffer => Buffer.concat([text('MZ'), Buffer.alloc(600, 9)]);
