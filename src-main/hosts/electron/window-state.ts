import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { readJson, writeFileAtomic } from '#main/base/disk.ts';
import { lang } from '#shared/contract/fields.ts';

export type Area = { x: number; y: number; width: number; height: number };
/** A display: its name for as long as the system keeps it, and the area that windows may use, in points. */
export type Room = { id: number; area: Area };

const area = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });
const kept = z.object({
  /** Where the window was on each display, and the area that the display had then: it may come back elsewhere, or with other points. */
  places: z.record(z.string().regex(/^-?\d+$/), z.object({ bounds: area, area })),
  /** The display that it was on last. */
  last: z.int().nullable(),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
  /** The language that the screen last spoke; menus and dialogs of the next start use it. */
  lang: lang.nullable(),
});
export type WindowState = z.infer<typeof kept>;

/** The smallest screen that the layouts are drawn for, and the least that stays usable (design/mockups). */
export const DEFAULT_SIZE = { width: 1366, height: 768 };
export const LEAST_SIZE = { width: 1024, height: 640 };
/** A PC that is carried about meets many displays. */
const PLACES_KEPT = 12;

export const NO_STATE: WindowState = { places: {}, last: null, maximized: false, fullScreen: false, lang: null };

/** What was kept; a missing or damaged file counts as nothing. */
export function readState(file: string): WindowState {
  return readJson(file, kept) ?? NO_STATE;
}

/** Keeps the state; a disk that refuses costs only the place of a window. Answers whether it was kept. */
export function writeState(file: string, state: WindowState): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileAtomic(file, JSON.stringify(state));
    return true;
  } catch {
    return false;
  }
}

/** The area that two rectangles share, in square points. */
function shared(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** The display that holds most of the window; undefined when none holds any of it. */
export function roomOf(bounds: Area, rooms: readonly Room[]): Room | undefined {
  return rooms.filter((room) => shared(bounds, room.area) > 0).sort((a, b) => shared(bounds, b.area) - shared(bounds, a.area))[0];
}

/** The state with the window's present place under the display that holds it. */
export function notePlace(state: WindowState, bounds: Area, rooms: readonly Room[]): WindowState {
  const room = roomOf(bounds, rooms);
  if (!room) return state;
  const { [String(room.id)]: _before, ...others } = state.places;
  const older = Object.entries(others).slice(-(PLACES_KEPT - 1));
  return { ...state, last: room.id, places: { ...Object.fromEntries(older), [String(room.id)]: { bounds, area: room.area } } };
}

/** Moves and cuts a window as far as it must to be whole in the area. */
export function fitInto(bounds: Area, room: Area): Area {
  const width = clamp(bounds.width, LEAST_SIZE.width, room.width);
  const height = clamp(bounds.height, LEAST_SIZE.height, room.height);
  return {
    x: Math.max(room.x, Math.min(bounds.x, room.x + room.width - width)),
    y: Math.max(room.y, Math.min(bounds.y, room.y + room.height - height)),
    width,
    height,
  };
}

function centred(size: { width: number; height: number }, room: Area): Area {
  const { width, height } = fitInto({ x: room.x, y: room.y, ...size }, room);
  return { x: room.x + Math.round((room.width - width) / 2), y: room.y + Math.round((room.height - height) / 2), width, height };
}

/**
 * Where the window opens: whole on one display. `rooms` are the displays, the first one the primary. It goes back to the display it
 * was on, wherever that stands now and whatever its points are; if the system gave that one another name, to the one in its place; if
 * it is gone, to where it was on the primary display before, or to the middle of it.
 */
export function placeWindow(state: WindowState, rooms: readonly Room[]): Area {
  const primary = rooms[0] ?? { id: 0, area: { x: 0, y: 0, ...DEFAULT_SIZE } };
  const placeOn = (room: Room) => state.places[String(room.id)];
  const last = state.last === null ? undefined : state.places[String(state.last)];
  const home = rooms.find((room) => room.id === state.last) ?? (last && roomOf(last.bounds, rooms));
  const before = home ? last : placeOn(primary);
  const room = home ?? primary;
  if (!before) return centred(last?.bounds ?? DEFAULT_SIZE, room.area);
  const moved = home && home.id !== state.last ? { x: 0, y: 0 } : { x: room.area.x - before.area.x, y: room.area.y - before.area.y };
  return fitInto({ ...before.bounds, x: before.bounds.x + moved.x, y: before.bounds.y + moved.y }, room.area);
}

/**
 * Where a window goes when displays were taken away or changed their points while it is open; undefined when it can stay. A
 * window that hangs over an edge because somebody put it there stays too, as long as a good part of its head can be grasped.
 */
export function rescuedPlace(bounds: Area, rooms: readonly Room[]): Area | undefined {
  const head: Area = { ...bounds, height: Math.min(bounds.height, 40) };
  const room = roomOf(head, rooms);
  if (room && shared(head, room.area) >= (head.width * head.height) / 4) return undefined;
  const target = roomOf(bounds, rooms) ?? rooms[0];
  return target && fitInto(bounds, target.area);
}

/** The least wins only where the display has room for it. */
function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, Math.min(least, most)), most);
}
