import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { type PrintChoice, paper as paperSchema } from '#shared/contract/printing.ts';
import { type Paper, type PrintKind, paperFor, printKinds } from '#shared/rules/printing.ts';
import { client, inDesktop } from './client.ts';
import { orpc } from './orpc.ts';
import { queryClient } from './queries.ts';
import { createStore } from './store.ts';

/**
 * What each kind is printed on, on this PC. The desktop keeps it with its printers; a browser has only the paper to choose and
 * keeps that itself, because its printer stands in its own dialog.
 */

const STORE_KEY = 'desk.papers';
type Kept = Readonly<Partial<Record<PrintKind, Paper>>>;
const stored = z.record(z.string(), z.unknown());

const papers = createStore<Kept>(read());

function read(): Kept {
  try {
    const found = stored.parse(JSON.parse(localStorage.getItem(STORE_KEY) ?? '{}'));
    return Object.fromEntries(printKinds.map((kind) => [kind, paperSchema.safeParse(found[kind]).data]));
  } catch {
    return {};
  }
}

function keepPaper(kind: PrintKind, paper: Paper): void {
  papers.set({ ...papers.get(), [kind]: paper });
  try {
    localStorage.setItem(STORE_KEY, JSON.stringify(papers.get()));
  } catch {
    // a browser that keeps nothing still has it for this visit
  }
}

/** The printers and choices of the desktop; in a browser it asks nothing and has none. */
export function usePrinters() {
  return useQuery(orpc.printing.setup.queryOptions({ enabled: inDesktop, retry: false }));
}

/** What was chosen for a kind, or the usual paper and the system's dialog. */
export function usePrintChoice(kind: PrintKind): PrintChoice {
  const { data } = usePrinters();
  const own = papers.use();
  if (data) return data.choices[kind];
  return { printer: null, paper: paperFor(kind, own[kind]) };
}

/** Keeps a choice where this screen keeps them. Rejects with what the desktop says. */
export async function choosePrint(kind: PrintKind, choice: PrintChoice): Promise<void> {
  if (!inDesktop) return keepPaper(kind, choice.paper);
  await client.printing.choose({ kind, ...choice });
  await queryClient.invalidateQueries({ queryKey: orpc.printing.key() });
}
