import type { WebContents } from 'electron';
import type { PrintingPort } from '#main/base/os.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { PrintJob, PrintOutcome, PrintTrouble } from '#shared/contract/printing.ts';
import { readChoices, writeChoices } from './printing-choices.ts';
import { pdfName, pdfOptions, printOptions } from './printing-job.ts';

/** A printer that has not taken a sheet by then takes none: it is off, out of reach, or waits for somebody at its own panel. */
export const PRINT_LIMIT_MS = 30_000;

export type PrintDeps = {
  /** Where the choices of this PC are kept. */
  file: string;
  /** The window's page, and whether this connection is the window's. */
  contents: () => Pick<WebContents, 'print' | 'printToPDF' | 'getPrintersAsync'> | undefined;
  serves: (connectionId: string) => boolean;
  /** Asks for a place; undefined when the person closes the dialog. */
  askWhere: (name: string) => Promise<string | undefined>;
  /** What a sheet without a name of its own is called. */
  fallbackName: () => string;
  write: (file: string, content: Uint8Array) => Promise<void>;
  /** Runs something later; answers how to call it off. */
  after: (ms: number, run: () => void) => () => void;
  note: (what: PrintTrouble) => void;
};

/** Chromium's words for a dialog that was closed; everything else is a refusal. */
const CLOSED = /cancel/i;

/**
 * Prints what the window shows for paper. A chosen printer gets it without a question; without one the system's dialog is asked.
 * Where it is not taken (printer gone, silent or refusing), the same sheet is saved as PDF at a place that the person chooses, and
 * the outcome says why. A printer that wakes up late may still print it: nobody can take a job back.
 * Errors: PRINTING_UNAVAILABLE without a window, PDF_NOT_SAVED.
 */
export function createPrinting(deps: PrintDeps): PrintingPort {
  const contents = () => {
    const page = deps.contents();
    if (!page) throw new Failure('PRINTING_UNAVAILABLE', {});
    return page;
  };

  /** Sends it; answers what came of it. `limit`: a dialog is a person's and may take any time. */
  const send = (job: PrintJob, printer: string | null): Promise<'printed' | 'closed' | PrintTrouble> =>
    new Promise((resolve) => {
      const callOff = printer === null ? () => undefined : deps.after(PRINT_LIMIT_MS, () => resolve('silent'));
      const done = (success: boolean, reason = ''): void => {
        callOff();
        if (success) resolve('printed');
        else resolve(printer === null && CLOSED.test(reason) ? 'closed' : 'refused');
      };
      try {
        contents().print(printOptions(job, printer), done);
      } catch {
        done(false);
      }
    });

  const save = async (job: PrintJob, printer: string | null, trouble: PrintTrouble | null): Promise<PrintOutcome> => {
    // Drawn before anything is asked, while the page still shows the sheet.
    const content = await contents()
      .printToPDF(pdfOptions(job))
      .catch(() => {
        throw new Failure('PDF_NOT_SAVED', { reason: 'pdf_draw' });
      });
    const file = await deps.askWhere(pdfName(job, deps.fallbackName()));
    if (file === undefined) return { result: 'cancelled', printer, trouble };
    await deps.write(file, content).catch((error: unknown) => {
      throw new Failure('PDF_NOT_SAVED', { reason: reasonOf(error) });
    });
    return { result: 'saved', file, printer, trouble };
  };

  /** The printers of this PC, each under the name that the system shows. */
  const found = async () => (await contents().getPrintersAsync()).map(({ name, displayName }) => ({ name, shown: displayName || name }));

  return {
    serves: deps.serves,
    setup: async () => ({
      printers: await found(),
      choices: readChoices(deps.file),
    }),
    choose: (kind, choice) => writeChoices(deps.file, { ...readChoices(deps.file), [kind]: choice }),
    print: async (job) => {
      const { printer } = readChoices(deps.file)[job.kind];
      const known = printer === null ? undefined : (await found()).find(({ name }) => name === printer);
      const shown = known?.shown ?? printer;
      const came = printer !== null && !known ? 'gone' : await send(job, printer);
      if (came === 'printed') return { result: 'printed', printer: shown };
      if (came === 'closed') return { result: 'cancelled', printer: shown, trouble: null };
      deps.note(came);
      return save(job, shown, came);
    },
    savePdf: (job) => save(job, null, null),
  };
}

/** Why the disk did not take it, as far as a person can do something about it. */
function reasonOf(error: unknown): 'disk_full' | 'pdf_forbidden' | 'failed' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'disk_full';
  // EBUSY: a reader has the old file open
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EBUSY' ? 'pdf_forbidden' : 'failed';
}
