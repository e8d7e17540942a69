import { useEffect, useRef, useState } from 'react';
import type { PrintJob } from '#shared/contract/printing.ts';
import type { Paper, PrintKind } from '#shared/rules/printing.ts';
import { client, inDesktop } from './client.ts';
import { codeOf } from './failure.ts';
import { notifyFailure } from './notify.tsx';
import { usePrintChoice } from './paper.ts';
import { tellOutcome } from './print-outcome.ts';

/**
 * The one way to paper. In the desktop the program's window is printed by its host: to the printer that was chosen for the kind, through
 * the system's dialog, or into a PDF. In a browser its own dialog does all of that.
 */

export type Numbered = NonNullable<PrintJob['numbered']>;

interface PrintOptions {
  /** What a file of the sheet is called. */
  readonly name: string;
  readonly wide?: boolean | undefined;
  /** Notes the copy of a numbered document before anything leaves; the sheet then says which copy it is. */
  readonly note?: (() => Promise<Numbered>) | undefined;
  /** The sheet stands nowhere on the screen: the desktop shows it before it prints. */
  readonly look?: boolean;
  readonly test?: boolean;
}

export interface Printing {
  readonly paper: Paper;
  /** The printer that takes it without a question; null: the dialog asks. */
  readonly printer: string | null;
  /** The sheet has to be drawn. */
  readonly drawn: boolean;
  /** It is being looked at; the next print or PDF is of this very sheet. */
  readonly looking: boolean;
  /** It is on its way. */
  readonly going: boolean;
  /** Which copy is being printed; 0 = none, or of no number. */
  readonly copy: number;
  readonly print: () => void;
  /** Undefined in a browser, whose dialog saves PDF itself. */
  readonly savePdf: (() => void) | undefined;
  readonly close: () => void;
}

type Way = 'print' | 'savePdf';
/** Null = nothing drawn; without a way it is looked at. */
type Stage = { readonly way: Way | null; readonly numbered: Numbered | null } | null;

/** Draws the sheet, prints it when it stands, and takes it away again; what is never printed costs nothing. */
export function usePrint(kind: PrintKind, options: PrintOptions): Printing {
  const { printer, paper } = usePrintChoice(kind);
  const [stage, setStage] = useState<Stage>(null);
  // what the sheet is called and how it lies when it leaves, without beginning anew when only that changes
  const latest = useRef({ kind, paper, options });
  latest.current = { kind, paper, options };

  useEffect(() => {
    const way = stage?.way;
    if (!way) return;
    let stale = false;
    const done = () => {
      if (!stale) setStage(null);
    };
    void standing().then(() => {
      if (stale) return;
      const { options: now, ...sheet } = latest.current;
      const job = { ...sheet, name: now.name, wide: now.wide === true, test: now.test === true, numbered: stage.numbered };
      void leave(way, { ...job, length: lengthOfRoll() }).then(done);
    });
    return () => {
      stale = true;
    };
  }, [stage]);

  async function go(way: Way): Promise<void> {
    try {
      setStage({ way, numbered: (await options.note?.()) ?? null });
    } catch (error) {
      notifyFailure(error);
    }
  }
  const show = options.look === true && inDesktop && stage === null;
  return {
    paper,
    printer,
    drawn: stage !== null,
    looking: options.look === true && inDesktop && stage !== null,
    going: stage?.way != null,
    copy: stage?.numbered?.copy ?? 0,
    print: () => (show ? setStage({ way: null, numbered: null }) : void go('print')),
    savePdf: inDesktop ? () => void go('savePdf') : undefined,
    close: () => setStage(null),
  };
}

/** The sheet is drawn and its fonts are there. */
async function standing(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await document.fonts.ready;
  await new Promise(requestAnimationFrame);
}

/** How long a roll has become, in mm; the sheet itself has measured it. */
function lengthOfRoll(): number {
  return Number(document.querySelector<HTMLElement>('[data-roll]')?.dataset.roll ?? 0);
}

async function leave(way: Way, job: Parameters<typeof client.printing.print>[0]): Promise<void> {
  if (!inDesktop) return inDialog();
  try {
    tellOutcome(await client.printing[way](job));
  } catch (error) {
    // the wizard prints the recovery code before anybody has signed in
    if (codeOf(error) === 'UNAUTHENTICATED') await inDialog();
    else notifyFailure(error, { reading: true });
  }
}

/** The dialog of the browser; resolves when it is closed. */
function inDialog(): Promise<void> {
  return new Promise((resolve) => {
    window.addEventListener('afterprint', () => resolve(), { once: true });
    window.print();
  });
}
