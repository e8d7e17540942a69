import type { PrintToPDFOptions, WebContentsPrintOptions } from 'electron';
import type { PrintJob } from '#shared/contract/printing.ts';
import { type Sheet, sheetSize } from '#shared/rules/printing.ts';

/** What Electron is told of a sheet. It counts in thousandths of a millimetre for printers and in inches for PDF. */

const MICRONS = 1000;
const INCH = 25.4;

/** Papers that every driver knows by name are called so; a sheet that it thinks of as upright is turned. */
export function printOptions(sheet: Sheet, printer: string | null): WebContentsPrintOptions {
  const { width, height } = sheetSize(sheet);
  return {
    ...(printer === null ? { silent: false } : { silent: true, deviceName: printer }),
    // rules and tints of the sheets are drawn as backgrounds
    printBackground: true,
    // the edges of the style sheet: page numbers stand in them
    margins: { marginType: 'default' },
    landscape: sheet.paper !== 'roll' && width > height,
    pageSize: { a4: 'A4' as const, half: 'A5' as const, roll: { width: width * MICRONS, height: height * MICRONS } }[sheet.paper],
  };
}

/** The same sheet as a file: its own `@page` says the size, told here again for a page without one. */
export function pdfOptions(sheet: Sheet): PrintToPDFOptions {
  const { width, height } = sheetSize(sheet);
  return {
    preferCSSPageSize: true,
    printBackground: true,
    generateTaggedPDF: true,
    pageSize: { width: width / INCH, height: height / INCH },
  };
}

/** Signs that some file system or shell reads as something else, and those that nobody sees. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"/\\|?*]+/gu;
/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A file name out of what the page calls its sheet: one part of a path, never hidden, never a device, with our ending. */
export function pdfName({ name }: Pick<PrintJob, 'name'>, fallback: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/\.pdf$/i, '')
    .replaceAll(UNFIT, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 80)
    .trim();
  return `${plain === '' || DEVICE.test(plain) ? fallback : plain}.pdf`;
}
