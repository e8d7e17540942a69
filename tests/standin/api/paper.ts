import type { PrintToPDFOptions } from 'electron';
import type { Protocol } from '../cdp.ts';

/** Inches, as Electron and Chromium have them. */
const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  Letter: [8.5, 11],
};

/** The settings of `printToPDF` in Chromium's words. Throws for a paper that Electron does not know. */
export function pdfSettings(options: PrintToPDFOptions): Protocol.Page.printToPDFParameters {
  const { pageSize = 'Letter', margins = {} } = options;
  const size = typeof pageSize === 'string' ? SIZES[pageSize] : ([pageSize.width, pageSize.height] as const);
  if (!size) throw new Error(`Invalid pageSize ${String(pageSize)}`);
  const [paperWidth, paperHeight] = size;
  return {
    landscape: options.landscape ?? false,
    printBackground: options.printBackground ?? false,
    displayHeaderFooter: options.displayHeaderFooter ?? false,
    headerTemplate: options.headerTemplate,
    footerTemplate: options.footerTemplate,
    scale: options.scale ?? 1,
    paperWidth,
    paperHeight,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    marginLeft: margins.left,
    marginRight: margins.right,
    pageRanges: options.pageRanges ?? '',
    preferCSSPageSize: options.preferCSSPageSize ?? false,
  };
}
