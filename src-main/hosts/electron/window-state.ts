import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
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
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(state));
    return true;
  } catch {
    return false;
  }
}

/** The area that two rectangles share, in square pixels. */
function shared(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/**
 * Where the window opens: whole on one display. `displays` are work areas, the first one the primary display. The window goes to
 * the display that held most of it, moved and cut as far as it must; one whose display is gone is centred on the primary.
 */
export function placeWindow(state: WindowState, displays: readonly Area[]): Area {
  const primary = displays[0] ?? { x: 0, y: 0, ...DEFAULT_SIZE };
  const { bounds } = state;
  const [home] = bounds
    ? displays.filter((display) => shared(bounds, display) > 0).sort((a, b) => shared(bounds, b) - shared(bounds, a))
    : [];
  const { width: wide, height: high } = bounds ?? DEFAULT_SIZE;
  const room = home ?? primary;
  const width = clamp(wide, LEAST_SIZE.width, room.width);
  const height = clamp(high, LEAST_SIZE.height, room.height);
  if (bounds && home) {
    const x = Math.max(home.x, Math.min(bounds.x, home.x + home.width - width));
    const y = Math.max(home.y, Math.min(bounds.y, home.y + home.height - height));
    return { x, y, width, height };
  }
  return { x: room.x + Math.round((room.width - width) / 2), y: room.y + Math.round((room.height - height) / 2), width, height };
}

/** The least wins only where the display has room for it. */
function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, Math.min(least, most)), most);
}
