/**
 * Which files may be attached and what they are, told by their content (spec/trust.md: "attachments by magic number"). Pure: bytes in,
 * a type or the reason against it out.
 */

/** The fixed list. `ext[0]` is the ending under which such a file is kept. */
export const fileTypes = {
  png: { kind: 'image', mime: 'image/png', ext: ['png'] },
  jpg: { kind: 'image', mime: 'image/jpeg', ext: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  gif: { kind: 'image', mime: 'image/gif', ext: ['gif'] },
  webp: { kind: 'image', mime: 'image/webp', ext: ['webp'] },
  pdf: { kind: 'pdf', mime: 'application/pdf', ext: ['pdf'] },
  mp3: { kind: 'audio', mime: 'audio/mpeg', ext: ['mp3'] },
  m4a: { kind: 'audio', mime: 'audio/mp4', ext: ['m4a', 'aac'] },
  wav: { kind: 'audio', mime: 'audio/wav', ext: ['wav'] },
  amr: { kind: 'audio', mime: 'audio/amr', ext: ['amr'] },
  ogg: { kind: 'audio', mime: 'audio/ogg', ext: ['ogg', 'oga', 'opus'] },
  mp4: { kind: 'video', mime: 'video/mp4', ext: ['mp4', 'm4v'] },
  docx: { kind: 'document', mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ext: ['docx'] },
  xlsx: { kind: 'document', mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ext: ['xlsx'] },
} as const satisfies Record<string, { kind: string; mime: string; ext: readonly string[] }>;

export type FileType = keyof typeof fileTypes;
export type FileKind = (typeof fileTypes)[FileType]['kind'];

/** Largest file in bytes; a photo or an hour of speech is far below. */
export const MOST_BYTES = 20 * 1024 * 1024;
/** Files on one record. */
export const MOST_FILES = 60;
/** A file travels in parts of this size, so that it shows how far it is and can be stopped. */
export const PART_BYTES = 1024 * 1024;

/** Why a file is not taken. Each has words (locales, errors.json). */
export type FileRefusal = 'empty' | 'truncated' | 'wrong_kind' | 'program' | 'heic' | 'old_office' | 'macro' | 'archive';
export type Sniffed = { type: FileType } | { refused: FileRefusal };

const ascii = (bytes: Uint8Array, at: number, length: number): string => String.fromCharCode(...bytes.subarray(at, at + length));
const starts = (bytes: Uint8Array, ...values: number[]): boolean => values.every((value, index) => bytes[index] === value);
const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
const u32 = (bytes: Uint8Array, at: number): number => (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
const u32be = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;

/** Where `text` stands in the bytes from `from` on, or -1. */
function find(bytes: Uint8Array, text: string, from = 0): number {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (ascii(bytes, at, text.length) === text) return at;
  }
  return -1;
}

const isProgram = (head: Uint8Array): boolean =>
  starts(head, 0x4d, 0x5a) ||
  starts(head, 0x7f, 0x45, 0x4c, 0x46) ||
  ascii(head, 0, 2) === '#!' ||
  ascii(head, 0, 4) === 'dex\n' ||
  [0xfeedface, 0xfeedfacf, 0xcafebabe, 0xcefaedfe, 0xcffaedfe].includes(u32be(head, 0));

function isMp3(head: Uint8Array): boolean {
  if (ascii(head, 0, 3) === 'ID3') return true;
  const [a = 0, b = 0, c = 0] = head;
  return a === 0xff && (b & 0xe0) === 0xe0 && (b & 0x06) !== 0 && (b & 0x18) !== 0x08 && c >> 4 !== 15 && (c & 0x0c) !== 0x0c;
}

type Family = Exclude<FileType, 'm4a' | 'mp4' | 'docx' | 'xlsx'> | 'iso' | 'zip';

/** What the first bytes say; enough to refuse a wrong file before the rest of it has come. 16 bytes or the whole file. */
export function sniffHead(head: Uint8Array): { family: Family } | { refused: FileRefusal } {
  if (head.length === 0) return { refused: 'empty' };
  if (starts(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return { family: 'png' };
  if (starts(head, 0xff, 0xd8, 0xff)) return { family: 'jpg' };
  if (/^GIF8[79]a$/.test(ascii(head, 0, 6))) return { family: 'gif' };
  if (ascii(head, 0, 4) === 'RIFF') {
    if (ascii(head, 8, 4) === 'WEBP') return { family: 'webp' };
    if (ascii(head, 8, 4) === 'WAVE') return { family: 'wav' };
  }
  if (ascii(head, 0, 5) === '%PDF-') return { family: 'pdf' };
  if (/^#!AMR(?:-WB)?\n/.test(ascii(head, 0, 9))) return { family: 'amr' };
  if (ascii(head, 0, 4) === 'OggS') return { family: 'ogg' };
  if (ascii(head, 4, 4) === 'ftyp') {
    const brand = ascii(head, 8, 4);
    if (/^(?:hei|hev|mif1|msf1|avi[fs])/.test(brand)) return { refused: 'heic' };
    return brand === 'qt  ' ? { refused: 'wrong_kind' } : { family: 'iso' };
  }
  if (starts(head, 0x50, 0x4b, 0x03, 0x04)) return { family: 'zip' };
  if (starts(head, 0xd0, 0xcf, 0x11, 0xe0)) return { refused: 'old_office' };
  if (isProgram(head)) return { refused: 'program' };
  return isMp3(head) ? { family: 'mp3' } : { refused: 'wrong_kind' };
}

/** The type of a whole file, or why it is not taken: cut off, or something else than it seems. */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = sniffHead(bytes);
  if ('refused' in head) return head;
  const { family } = head;
  if (family === 'zip') return sniffZip(bytes);
  if (family === 'iso') return sniffIso(bytes);
  return isWhole(family, bytes) ? { type: family } : { refused: 'truncated' };
}

/** Whether the end is there, for the formats that say where they end. */
function isWhole(family: Exclude<Family, 'zip' | 'iso'>, bytes: Uint8Array): boolean {
  switch (family) {
    case 'png':
      return find(bytes, 'IEND', Math.max(8, bytes.length - 65_536)) >= 0;
    case 'jpg': {
      // Phones write more behind the end of the picture.
      for (let at = bytes.lastIndexOf(0xd9); at > 2; at = bytes.lastIndexOf(0xd9, at - 1)) if (bytes[at - 1] === 0xff) return true;
      return false;
    }
    case 'gif':
      return bytes.subarray(-16).includes(0x3b);
    case 'webp':
      return u32(bytes, 4) + 8 <= bytes.length;
    case 'wav': {
      // A recorder that was stopped hard leaves the length empty.
      const told = u32(bytes, 4);
      return told === 0 || told === 0xffffffff || told + 8 <= bytes.length + 1;
    }
    case 'pdf':
      return find(bytes, '%%EOF', Math.max(0, bytes.length - 16_384)) >= 0;
    default:
      return true;
  }
}

/** MP4 and M4A are one format: boxes, the sizes of which must fit, and a track list that says whether there is a picture. */
function sniffIso(bytes: Uint8Array): Sniffed {
  let video = false;
  let tracks = false;
  let data = false;
  for (let at = 0; at + 8 <= bytes.length; ) {
    let size = u32be(bytes, at);
    const name = ascii(bytes, at + 4, 4);
    if (size === 1) size = u32be(bytes, at + 8) * 2 ** 32 + u32be(bytes, at + 12);
    if (size === 0) size = bytes.length - at;
    if (size < 8 || at + size > bytes.length) return { refused: 'truncated' };
    if (name === 'moov') {
      tracks = true;
      const box = bytes.subarray(at, at + size);
      for (let hdlr = find(box, 'hdlr'); hdlr >= 0; hdlr = find(box, 'hdlr', hdlr + 4)) video ||= ascii(box, hdlr + 12, 4) === 'vide';
    }
    data ||= name === 'mdat';
    at += size;
  }
  if (!tracks || !data) return { refused: 'truncated' };
  return { type: video ? 'mp4' : 'm4a' };
}

/** Names of what is in a zip archive, from its directory at the end; null if that is not there. */
function zipNames(bytes: Uint8Array): string[] | null {
  let end = bytes.length - 22;
  const lowest = Math.max(0, end - 65_535);
  while (end >= lowest && u32(bytes, end) !== 0x06054b50) end -= 1;
  if (end < lowest || end < 0) return null;
  const count = u16(bytes, end + 10);
  let at = u32(bytes, end + 16);
  const names: string[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || u32(bytes, at) !== 0x02014b50) return null;
    const length = u16(bytes, at + 28);
    names.push(ascii(bytes, at + 46, Math.min(length, 260)));
    at += 46 + length + u16(bytes, at + 30) + u16(bytes, at + 32);
  }
  return names;
}

function sniffZip(bytes: Uint8Array): Sniffed {
  const names = zipNames(bytes);
  if (names === null) return { refused: 'truncated' };
  const type = names.includes('word/document.xml') ? 'docx' : names.includes('xl/workbook.xml') ? 'xlsx' : null;
  if (type === null || !names.includes('[Content_Types].xml')) return { refused: 'archive' };
  return names.some((name) => /vbaProject\.bin$/i.test(name)) ? { refused: 'macro' } : { type };
}

// Control, direction and width-less characters: they make a name look like another one.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
/** Endings that mean a kind of file; anything else behind a dot belongs to the name. */
const ENDING =
  /\.(png|jpe?g|jpe|jfif|gif|webp|bmp|tiff?|heic|svg|pdf|mp3|m4a|aac|wav|amr|ogg|oga|opus|mp4|m4v|mov|docx?|xlsx?|pptx?|zip|rar|7z|txt|html?|exe|com|bat|cmd|scr|msi|js|vbs|lnk|ps1|apk)$/i;
const LONGEST = 100;

/**
 * The name under which a file is kept: without folders, unseen characters and what no system allows, with the ending of what it really
 * is. `mistaken` is the ending it came with if that meant another kind.
 */
export function cleanName(given: string, type: FileType): { name: string; mistaken: string | null } {
  const endings: readonly string[] = fileTypes[type].ext;
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replace(UNSEEN, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim();
  let stem = plain;
  let ending = '';
  let mistaken: string | null = null;
  for (let found = ENDING.exec(stem); found; found = ENDING.exec(stem)) {
    const one = (found[1] ?? '').toLowerCase();
    const fits = endings.includes(one);
    if (ending === '' && fits) ending = one;
    else if (!fits) mistaken ??= one;
    stem = stem.slice(0, found.index);
  }
  stem = [...stem.replace(/^[.\s]+|[.\s]+$/g, '')].slice(0, LONGEST).join('').trim();
  if (stem === '') stem = type.toUpperCase();
  if (RESERVED.test(stem)) stem = `_${stem}`;
  return { name: `${stem}.${ending || endings[0]}`, mistaken };
}

/** The name, or with a number if the record has one of that name: pasted pictures are all called alike. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const dot = name.lastIndexOf('.');
  for (let n = 2; ; n += 1) {
    const next = `${name.slice(0, dot)} (${n})${name.slice(dot)}`;
    if (!taken.has(next)) return next;
  }
}
