import { getDocument, type PDFDocumentLoadingTask, type PDFPageProxy, PDFWorker, type RenderTask, VerbosityLevel } from 'pdfjs-dist';
import ReadingWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';

/**
 * Pages of a PDF as pictures. Only the display part of pdf.js is here: no script of a file is run, no link of it leads anywhere, and
 * what it needs comes from the program itself. Import it when a file is opened; it is large.
 */

/** Character maps, two fonts of signs and decoders of scans (electron.vite.config.ts lists them). */
const PARTS = '/pdf/';
/** A canvas of more pixels than this is refused by some devices; a page of A4 at twice the width of a dialog has four million. */
const MOST_PIXELS = 16_000_000;

/** Why a file is not shown: it asks for a password, or it cannot be read. */
export type PdfTrouble = 'locked' | 'broken';

export type PdfPage = {
  /** Height for a width of one. */
  readonly ratio: number;
  /** Draws onto a canvas that is `width` CSS pixels wide. `done` rejects when the page cannot be drawn, never because of `cancel`. */
  draw(canvas: HTMLCanvasElement, width: number): { readonly done: Promise<void>; cancel(): void };
};

export type Pdf = {
  readonly count: number;
  /** Height for a width of one: the page's own once it was read, before that the first page's. */
  ratio(number: number): number;
  page(number: number): Promise<PdfPage>;
};

/** Opens a file in a worker of its own. `close` stops everything and may come at any time; nothing is answered after it. */
export function openPdf(file: Blob): { readonly opened: Promise<Pdf | PdfTrouble>; close(): void } {
  const port = new ReadingWorker();
  const worker = PDFWorker.create({ port, verbosity: VerbosityLevel.ERRORS });
  const died = new Promise<never>((_, reject) => port.addEventListener('error', () => reject(new Error('worker')), { once: true }));
  let task: PDFDocumentLoadingTask | undefined;
  let closed = false;

  async function open(): Promise<Pdf> {
    const data = new Uint8Array(await file.arrayBuffer());
    if (closed) throw new Error('closed');
    task = getDocument({
      data,
      worker,
      verbosity: VerbosityLevel.ERRORS,
      cMapUrl: PARTS,
      standardFontDataUrl: PARTS,
      wasmUrl: PARTS,
      useWorkerFetch: true,
      // the policy of our pages lets no WebAssembly be made; the same decoders are there as scripts
      useWasm: false,
      maxImageSize: 100_000_000,
    });
    const document = await Promise.race([task.promise, died]);
    const ratios = new Map<number, number>();
    const page = async (number: number): Promise<PdfPage> => {
      const found = pageOf(await Promise.race([document.getPage(number), died]));
      ratios.set(number, found.ratio);
      return found;
    };
    const first = await page(1);
    return { count: document.numPages, ratio: (number) => ratios.get(number) ?? first.ratio, page };
  }

  return {
    opened: open().catch((error: unknown) => (error instanceof Error && error.name === 'PasswordException' ? 'locked' : 'broken')),
    close: () => {
      closed = true;
      // a file that keeps the worker busy is not waited for
      const end = () => {
        worker.destroy();
        port.terminate();
      };
      const late = setTimeout(end, 1000);
      void Promise.resolve(task?.destroy())
        .catch(() => undefined)
        .then(() => {
          clearTimeout(late);
          end();
        });
    },
  };
}

function pageOf(page: PDFPageProxy): PdfPage {
  const size = page.getViewport({ scale: 1 });
  return {
    ratio: size.height / size.width,
    draw: (canvas, width) => {
      const sharp = (width * window.devicePixelRatio) / size.width;
      const viewport = page.getViewport({ scale: Math.min(sharp, Math.sqrt(MOST_PIXELS / (size.width * size.height))) });
      canvas.width = Math.max(1, Math.round(viewport.width));
      canvas.height = Math.max(1, Math.round(viewport.height));
      const task: RenderTask = page.render({ canvas, viewport });
      let cancelled = false;
      return {
        done: task.promise.catch((error: unknown) => {
          if (!cancelled) throw error;
        }),
        cancel: () => {
          cancelled = true;
          task.cancel();
          // pictures of a page that is out of sight
          page.cleanup();
        },
      };
    },
  };
}
