import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { lang } from '#shared/contract/fields.ts';

export type Area = { x: number; y: number; width: number; height: number };

const kept = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) }).nullable(),
  maximized: z.boolean(),
  /** The language that the screen last spoke; menus and dialogs of the next start use it. */
  lang: lang.nullable(),
});
export type WindowState = z.infer<typeof kept>;

/** The smallest screen that the layouts are drawn for, and the least that stays usable (design/mockups). */
export const DEFAULT_SIZE = { width: 1366, height: 768 };
export const LEAST_SIZE = { width: 1024, height: 640 };
/** So much of a window has to be on a display for a person to catch it. */
const GRIP = { width: 120, height: 40 };

export const NO_STATE: WindowState = { bounds: null, maximized: false, lang: null };

/** What was kept; a missing or damaged file counts as nothing. */
export function readState(file: string): WindowState {
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return NO_STATE;
  }
}

/** Keeps the state; a disk that refuses costs only the place of a window. Answers whether it was kept. */
export function writeState(file: string, state: WindowState): boolean {
  try {
    writeFileSync(file, JSON.stringify(state));
    return true;
  } catch {
    return false;
  }
}

function shared(a: Area, b: Area): { width: number; height: number } {
  return {
    width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
  };
}

/**
 * Where the window opens. `displays` are work areas, the first one the primary display. A window whose title bar can be caught
 * stays where it was, cut to its display; one on a display that is gone is centred on the primary.
 */
export function placeWindow(state: WindowState, displays: readonly Area[]): Area {
  const primary = displays[0] ?? { x: 0, y: 0, ...DEFAULT_SIZE };
  const { bounds } = state;
  if (bounds) {
    const title = { ...bounds, height: Math.min(bounds.height, GRIP.height) };
    const home = displays.find((display) => {
      const part = shared(title, display);
      return part.width >= Math.min(GRIP.width, bounds.width) && part.height >= Math.min(GRIP.height, bounds.height);
    });
    if (home) {
      const width = clamp(bounds.width, LEAST_SIZE.width, home.width);
      const height = clamp(bounds.height, LEAST_SIZE.height, home.height);
      return { x: bounds.x, y: bounds.y, width, height };
    }
  }
  const width = Math.min(bounds?.width ?? DEFAULT_SIZE.width, primary.width);
  const height = Math.min(bounds?.height ?? DEFAULT_SIZE.height, primary.height);
  return {
    x: primary.x + Math.round((primary.width - width) / 2),
    y: primary.y + Math.round((primary.height - height) / 2),
    width,
    height,
  };
}

/** The least wins only where the display has room for it. */
function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, Math.min(least, most)), most);
}
