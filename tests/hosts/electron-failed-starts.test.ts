import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { beginStart, FAILED_STARTS } from '#main/hosts/electron/starts.ts';
import { until } from '../support/until.ts';
import * as electron from './fake-electron.ts';

vi.mock('electron', () => electron);

/** A program that died twice before its page was there, started once more. */
describe('after starts that came to nothing', () => {
  const data = mkdtempSync(join(tmpdir(), 'desk-starts-'));
  const argv = process.argv;

  beforeAll(async () => {
    mkdirSync(join(data, 'desktop'));
    for (let count = 0; count < FAILED_STARTS; count += 1) beginStart(join(data, 'desktop', 'starts.json'));
    process.argv = ['electron', '.', '--data', data, '--lang', 'en'];
    electron.presses.push(0);
    await import('#main/hosts/electron/main.ts');
  });
  afterAll(() => {
    process.argv = argv;
    rmSync(data, { recursive: true, force: true });
  });

  it('offers safe mode before it opens anything, and starts anew in it', async () => {
    electron.becomeReady();
    await until(() => expect(electron.calls.at(-1)).toBe('exit 0'));
    expect(electron.asked).toHaveLength(1);
    expect(electron.asked[0]?.buttons?.[0]).toBe('Open in safe mode');
    expect(electron.calls).toContain(`relaunch . --data ${data} --lang en --safe-mode`);
    expect(electron.FakeWindow.all).toEqual([]);
    // it did not come to a page either
    expect(JSON.parse(readFileSync(join(data, 'desktop', 'starts.json'), 'utf8'))).toEqual({ begun: FAILED_STARTS + 1 });
  });
});
