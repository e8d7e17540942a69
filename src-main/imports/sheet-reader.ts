import { openCsv } from './csv-reader.ts';
import { type OpenSheet, type ReadOptions, refused, sheetLimits, stopIfCancelled } from './sheet.ts';
import { openXlsx } from './xlsx-reader.ts';

/**
 * Opens a sheet by what its bytes are, never by its name (spec/trust.md, "Input"). Nothing is written and nothing beyond
 * the limits is unpacked. Fails with FILE_UNREADABLE { reason } or IMPORT_CANCELLED; reading the rows may fail the same way.
 */
export async function openSheet(bytes: Uint8Array, options: ReadOptions = {}): Promise<OpenSheet> {
  const limits = { ...sheetLimits, ...options.limits };
  stopIfCancelled(options.signal);
  if (bytes.length === 0) throw refused('empty');
  if (bytes.length > limits.fileBytes) throw refused('too_big');
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1');
    if (start.includes('application/vnd.oasis.opendocument')) throw refused('ods');
    return openXlsx(bytes, limits, options);
  }
  refuseForeign(bytes);
  return openCsv(bytes, limits, options);
}

function starts(bytes: Uint8Array, ...magic: number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

function refuseForeign(bytes: Uint8Array): void {
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    // A workbook with a password is an old container around an encrypted new one.
    const isLocked = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(ENCRYPTED);
    throw refused(isLocked ? 'encrypted' : 'xls_old');
  }
  // Workbooks from before there were containers.
  if (bytes[0] === 0x09 && [0x00, 0x02, 0x04, 0x08].includes(bytes[1] ?? -1)) throw refused('xls_old');
  if (
    starts(bytes, 0x50, 0x4b) ||
    starts(bytes, 0x25, 0x50, 0x44, 0x46) ||
    starts(bytes, 0x52, 0x61, 0x72, 0x21) ||
    starts(bytes, 0x1f, 0x8b) ||
    starts(bytes, 0x37, 0x7a, 0xbc, 0xaf)
  )
    throw refused('not_a_sheet');
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47) || starts(bytes, 0xff, 0xd8, 0xff)) throw refused('not_a_sheet');
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2_000))
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase();
  // Some systems save a web page or old XML under the name .xls.
  if (/^<(?:\?xml|!doctype|html|table|meta|head|style|div)/.test(start)) throw refused('web_page');
}
