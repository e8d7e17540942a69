import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { displayEvents, type Placed, roomsOf, type Screens, watchDisplays } from '#main/hosts/electron/displays.ts';
import {
  type Area,
  LEAST_SIZE,
  NO_STATE,
  notePlace,
  placeWindow,
  type Room,
  readState,
  rescuedPlace,
  type WindowState,
  writeState,
} from '#main/hosts/electron/window-state.ts';
import { tempFolder } from '../support/folder.ts';

const left: Room = { id: 1, area: { x: 0, y: 0, width: 1920, height: 1040 } };
const right: Room = { id: 2, area: { x: 1920, y: 0, width: 2560, height: 1400 } };
/** As the state is after a window stood there. */
const stood = (bounds: Area, rooms: Room[], state: WindowState = NO_STATE) => notePlace(state, bounds, rooms);

describe('where the window opens', () => {
  it('is centred on the primary display the first time', () => {
    expect(placeWindow(NO_STATE, [left])).toEqual({ x: 277, y: 136, width: 1366, height: 768 });
  });

  it('is where it was', () => {
    const bounds = { x: 2000, y: 100, width: 1500, height: 900 };
    expect(placeWindow(stood(bounds, [left, right]), [left, right])).toEqual(bounds);
  });

  it('remembers a place for each display', () => {
    const first = { x: 50, y: 60, width: 1366, height: 768 };
    const second = { x: 2100, y: 100, width: 1800, height: 1000 };
    const state = stood(second, [left, right], stood(first, [left, right]));
    expect(placeWindow(state, [left, right])).toEqual(second);
    // the second display is gone: back to where it was on the first
    expect(placeWindow(state, [left])).toEqual(first);
    // and it is there again
    expect(placeWindow(state, [left, right])).toEqual(second);
  });

  it('comes back to the middle when its display is gone and it never stood on the other', () => {
    const state = stood({ x: 2000, y: 100, width: 1500, height: 900 }, [left, right]);
    expect(placeWindow(state, [left])).toEqual({ x: 210, y: 70, width: 1500, height: 900 });
  });

  it('goes with its display when that stands elsewhere now', () => {
    const state = stood({ x: 2000, y: 100, width: 1500, height: 900 }, [left, right]);
    const moved = { ...right, area: { ...right.area, x: -2560 } };
    expect(placeWindow(state, [left, moved])).toEqual({ x: -2480, y: 100, width: 1500, height: 900 });
  });

  it('fits a display that has fewer points since its scale was changed', () => {
    const state = stood({ x: 300, y: 100, width: 1600, height: 900 }, [left]);
    const scaled = { ...left, area: { x: 0, y: 0, width: 1280, height: 693 } };
    expect(placeWindow(state, [scaled])).toEqual({ x: 0, y: 0, width: 1280, height: 693 });
  });

  it('knows a display again that the system calls otherwise, by its place', () => {
    const state = stood({ x: 2000, y: 100, width: 1500, height: 900 }, [left, right]);
    expect(placeWindow(state, [left, { ...right, id: 77 }])).toEqual({ x: 2000, y: 100, width: 1500, height: 900 });
  });

  it('goes to the display that held most of it', () => {
    expect(stood({ x: 1500, y: 0, width: 1400, height: 800 }, [left, right]).last).toBe(2);
    expect(stood({ x: 1000, y: 0, width: 1400, height: 800 }, [left, right]).last).toBe(1);
    expect(placeWindow(stood({ x: 1000, y: 0, width: 1400, height: 800 }, [left, right]), [left, right]).x).toBe(520);
  });

  it('is whole on one display, whatever was kept and whichever displays are there', () => {
    const coordinate = fc.integer({ min: -10_000, max: 10_000 });
    const length = fc.integer({ min: 1, max: 8_000 });
    const area = fc.record({ x: coordinate, y: coordinate, width: length, height: length });
    const rooms = fc.uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 5 }), area }), {
      minLength: 1,
      maxLength: 3,
      selector: ({ id }) => id,
    });
    void fc.assert(
      fc.property(fc.array(area, { maxLength: 3 }), rooms, rooms, (places, then, now) => {
        const state = places.reduce((kept, bounds) => notePlace(kept, bounds, then), NO_STATE);
        const place = placeWindow(state, now);
        const inside = ({ area: home }: Room) =>
          place.x >= home.x &&
          place.y >= home.y &&
          place.x + place.width <= home.x + home.width &&
          place.y + place.height <= home.y + home.height;
        expect(now.some(inside)).toBe(true);
      }),
    );
  });
});

describe('a window that is open while displays change', () => {
  const bounds = { x: 2100, y: 100, width: 1500, height: 900 };

  it('stays where it can be grasped, also half over an edge', () => {
    expect(rescuedPlace(bounds, [left, right])).toBeUndefined();
    expect(rescuedPlace({ ...bounds, x: 1920 - 400, width: 1366 }, [left])).toBeUndefined();
  });

  it('is brought back when its display goes, or its head is out of reach', () => {
    expect(rescuedPlace(bounds, [left])).toEqual({ x: 420, y: 100, width: 1500, height: 900 });
    expect(rescuedPlace({ x: 100, y: -500, width: 1366, height: 768 }, [left])).toEqual({ x: 100, y: 0, width: 1366, height: 768 });
  });

  function screens(rooms: Room[]) {
    const listeners = new Map<string, () => void>();
    const list = () => rooms.map(({ id, area: workArea }) => ({ id, workArea }));
    const fake: Screens = {
      getPrimaryDisplay: () => list()[0]!,
      getAllDisplays: list,
      on: (event, listener) => listeners.set(event, listener),
    };
    return { fake, listeners, rooms };
  }
  const placed = (more: Partial<Placed> = {}): Placed => ({
    getNormalBounds: () => bounds,
    setBounds: vi.fn(),
    isMaximized: () => false,
    isFullScreen: () => false,
    ...more,
  });

  it.each(displayEvents)('is looked after at %s', (event) => {
    const world = screens([left, right]);
    const window = placed();
    watchDisplays(world.fake, () => window);
    world.listeners.get(event)!();
    expect(window.setBounds).not.toHaveBeenCalled();
    world.rooms.pop();
    world.listeners.get(event)!();
    expect(window.setBounds).toHaveBeenCalledExactlyOnceWith({ x: 420, y: 100, width: 1500, height: 900 });
  });

  it('is left to the system while it fills a display, and nothing happens without a window', () => {
    const world = screens([left]);
    const full = placed({ isMaximized: () => true });
    const windows: (Placed | undefined)[] = [full, undefined];
    watchDisplays(world.fake, () => windows.shift());
    world.listeners.get('display-removed')!();
    world.listeners.get('display-removed')!();
    expect(full.setBounds).not.toHaveBeenCalled();
  });

  it('has the primary display first', () => {
    const world = screens([left, right]);
    world.fake.getPrimaryDisplay = () => ({ id: 2, workArea: right.area });
    expect(roomsOf(world.fake)).toEqual([right, left]);
  });
});

describe('what is kept', () => {
  const state: WindowState = { ...stood({ x: 1, y: 2, ...LEAST_SIZE }, [left]), maximized: true, fullScreen: true, lang: 'en' };

  it('comes back as it was, and is written whole', () => {
    const folder = tempFolder();
    const file = join(folder, 'window.json');
    expect(writeState(file, state)).toBe(true);
    expect(readState(file)).toEqual(state);
    expect(readdirSync(folder)).toEqual(['window.json']);
  });

  it('keeps the places of so many displays and not more', () => {
    let kept = NO_STATE;
    for (let id = 100; id < 140; id += 1) kept = notePlace(kept, left.area, [{ ...left, id }]);
    expect(Object.keys(kept.places)).toHaveLength(12);
    expect(kept.places['139']).toBeDefined();
  });

  it.each(['', '{', '[]', '{"places":{"x":1}}', '{"bounds":null,"maximized":true,"lang":"fr"}'])('counts %j as nothing', (text) => {
    const file = join(tempFolder(), 'window.json');
    writeFileSync(file, text);
    expect(readState(file)).toEqual(NO_STATE);
  });

  it('costs nothing more than the place when the disk refuses', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    expect(writeState(join(file, 'window.json'), NO_STATE)).toBe(false);
  });
});
