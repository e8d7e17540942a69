import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, LEAST_SIZE, NO_STATE, placeWindow, readState, writeState } from '#main/hosts/electron/window-state.ts';
import { tempFolder } from '../support/folder.ts';

const left: Area = { x: 0, y: 0, width: 1920, height: 1040 };
const right: Area = { x: 1920, y: 0, width: 2560, height: 1400 };
const at = (bounds: Area) => ({ ...NO_STATE, bounds });

describe('where the window opens', () => {
  it('is centred on the primary display the first time', () => {
    expect(placeWindow(NO_STATE, [left])).toEqual({ x: 277, y: 136, width: 1366, height: 768 });
  });

  it('is where it was', () => {
    const bounds = { x: 2000, y: 100, width: 1500, height: 900 };
    expect(placeWindow(at(bounds), [left, right])).toEqual(bounds);
  });

  it('comes back when its display is gone', () => {
    const place = placeWindow(at({ x: 2000, y: 100, width: 1500, height: 900 }), [left]);
    expect(place).toEqual({ x: 210, y: 70, width: 1500, height: 900 });
  });

  it('comes back when it hangs over the edge of every display', () => {
    expect(placeWindow(at({ x: 100, y: -500, width: 1366, height: 768 }), [left])).toEqual({ x: 100, y: 0, width: 1366, height: 768 });
    expect(placeWindow(at({ x: 1900, y: 1035, width: 1366, height: 768 }), [left])).toEqual({ x: 554, y: 272, width: 1366, height: 768 });
  });

  it('goes to the display that held most of it', () => {
    expect(placeWindow(at({ x: 1500, y: 0, width: 1400, height: 800 }), [left, right]).x).toBe(1920);
    expect(placeWindow(at({ x: 1000, y: 0, width: 1400, height: 800 }), [left, right]).x).toBe(520);
  });

  it('fits a display that is smaller than the window was', () => {
    const small = { x: 0, y: 0, width: 1280, height: 680 };
    expect(placeWindow(at({ x: 0, y: 0, width: 2400, height: 1300 }), [small])).toEqual({ x: 0, y: 0, width: 1280, height: 680 });
  });

  it('is whole on one display, whatever was kept and whichever displays are there', () => {
    const coordinate = fc.integer({ min: -10_000, max: 10_000 });
    const length = fc.integer({ min: 1, max: 8_000 });
    const area = fc.record({ x: coordinate, y: coordinate, width: length, height: length });
    void fc.assert(
      fc.property(area, fc.array(area, { minLength: 1, maxLength: 3 }), (bounds, displays) => {
        const place = placeWindow(at(bounds), displays);
        const inside = (home: Area) =>
          place.x >= home.x &&
          place.y >= home.y &&
          place.x + place.width <= home.x + home.width &&
          place.y + place.height <= home.y + home.height;
        expect(displays.some(inside)).toBe(true);
      }),
    );
  });
});

describe('what is kept', () => {
  it('comes back as it was', () => {
    const file = join(tempFolder(), 'window.json');
    const state = { bounds: { x: 1, y: 2, ...LEAST_SIZE }, maximized: true, lang: 'en' as const };
    expect(writeState(file, state)).toBe(true);
    expect(readState(file)).toEqual(state);
  });

  it.each(['', '{', '[]', '{"bounds":{"x":1e99}}', '{"bounds":null,"maximized":true,"lang":"fr"}'])('counts %j as nothing', (text) => {
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
