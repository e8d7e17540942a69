import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { refused, type SheetLimits } from './sheet.ts';

/** The zip around an .xlsx file: a closed list of entries, every one within the limits before a byte is unpacked. */

const ARCHIVE = /\.(?:zip|rar|7z|gz|tgz|bz2|xz|tar|jar|xlsx|xlsm|xlsb|docx|pptx|ods)$/i;
const EMBEDDED = /^(?:xl|word|ppt)\/embeddings\//i;
const RATIO_FROM = 1_000_000;

export type XlsxPackage = {
  has(path: string): boolean;
  /** Unpacked size. */
  size(path: string): number;
  /** The unpacked bytes of an entry; ends with `broken` when the entry is not what the list says. */
  read(path: string): AsyncGenerator<Uint8Array, void, void>;
};

/** Opens the package, or refuses it: odd paths, archives in the archive, too many or too big entries, encryption, twins. */
export async function openPackage(bytes: Uint8Array, limits: SheetLimits): Promise<XlsxPackage> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let zip: ZipFile;
  try {
    zip = await fromBufferPromise(buffer, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true });
  } catch (error) {
    throw refused('broken', error);
  }
  if (zip.entryCount > limits.entries) throw refused('too_many_entries');
  const entries = new Map<string, Entry>();
  let total = 0;
  let count = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      count += 1;
      if (count > limits.entries) throw refused('too_many_entries');
      total += checkEntry(entry, limits);
      if (total > limits.totalBytes) throw refused('unpacked_too_big');
      if (entry.fileName.endsWith('/')) continue;
      const path = entry.fileName.toLowerCase();
      if (entries.has(path)) throw refused('odd_path');
      entries.set(path, entry);
    }
  } catch (error) {
    throw asRefusal(error);
  }
  return {
    has: (path) => entries.has(path.toLowerCase()),
    size: (path) => entries.get(path.toLowerCase())?.uncompressedSize ?? 0,
    read: (path) => readEntry(zip, entries.get(path.toLowerCase())),
  };
}

function checkEntry(entry: Entry, limits: SheetLimits): number {
  const name = entry.fileName;
  if (name === '' || name.length > 300 || /[\p{Cc}\\:]|^\/|(?:^|\/)\.{1,2}(?:\/|$)/u.test(name)) throw refused('odd_path');
  if (entry.isEncrypted()) throw refused('encrypted');
  if (ARCHIVE.test(name) && !EMBEDDED.test(name)) throw refused('nested_archive');
  const size = entry.uncompressedSize;
  if (size > limits.entryBytes) throw refused('unpacked_too_big');
  if (size > RATIO_FROM && size > entry.compressedSize * limits.ratio) throw refused('unpacked_too_big');
  return size;
}

async function* readEntry(zip: ZipFile, entry: Entry | undefined): AsyncGenerator<Uint8Array, void, void> {
  if (entry === undefined) throw refused('broken');
  let stream: Readable | undefined;
  try {
    stream = await zip.openReadStreamPromise(entry);
    let sum = 0;
    for await (const chunk of stream) {
      sum = crc32(chunk, sum);
      yield chunk as Uint8Array;
    }
    // A flipped bit inside a number would be imported silently.
    if (sum !== entry.crc32) throw refused('broken');
  } catch (error) {
    throw asRefusal(error);
  } finally {
    stream?.destroy();
  }
}

/** yauzl names what is wrong in words only; a path that it does not like is worth its own reason. */
function asRefusal(error: unknown): Error {
  if (error instanceof Error && error.name === 'Failure') return error;
  const words = error instanceof Error ? error.message : '';
  return refused(/file ?name|relative path|absolute path|characters in/i.test(words) ? 'odd_path' : 'broken', error);
}
