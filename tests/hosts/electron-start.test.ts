import { describe, expect, it, vi } from 'vitest';
import { createWords } from '#main/base/words.ts';
import {
  aboutDialog,
  aboutLines,
  type Choice,
  codeDialog,
  crashDialog,
  hangDialog,
  ignoredDialog,
  keeperDialog,
  safeModeDialog,
  startupDialog,
} from '#main/hosts/electron/dialogs.ts';
import { ownFlags, readFlags } from '#main/hosts/electron/flags.ts';
import { desktopFolders } from '#main/hosts/electron/folders.ts';
import { startupExit, startupReason } from '#main/hosts/electron/startup.ts';
import { createStartupFailed } from '#main/hosts/electron/startup-failed.ts';
import { defaultDataFolder } from '#main/hosts/folders.ts';
import { Failure } from '#shared/contract/failure.ts';
import { versionPart } from '#shared/contract/program.ts';
import { until } from '../support/until.ts';

describe('flags', () => {
  it('are found among the switches of Chromium and of a test driver', () => {
    const args = [
      '--inspect=0',
      '--remote-debugging-port=0',
      '--no-sandbox',
      '--data',
      '/d',
      '--demo',
      '--lang=en',
      'x.txt',
      '--now',
      '2026-11-21T10:42:00+08:00',
    ];
    expect(ownFlags(args)).toEqual(['--data', '/d', '--demo', '--lang=en', '--now', '2026-11-21T10:42:00+08:00']);
    expect(readFlags(args, false)).toMatchObject({ data: '/d', demo: true, lang: 'en', now: Date.UTC(2026, 10, 21, 2, 42) });
  });

  it('refuse --now in a packaged program', () => {
    expect(readFlags(['--now', '2026-11-21'], true)).toEqual({ problem: { key: 'host:flag.nowPackaged', value: '' } });
    expect(readFlags(['--now', '2026-11-21'], false)).not.toHaveProperty('problem');
    expect(readFlags(['--data', '/d'], true)).not.toHaveProperty('problem');
  });

  it.each([[['--now', 'yesterday']], [['--lang', 'fr']], [['--now']]])('say what is wrong with %j', (args) => {
    expect(readFlags(args, false)).toHaveProperty('problem');
  });
});

describe('folders', () => {
  it('has the demo beside the own centre, never in it', () => {
    expect(desktopFolders({ data: undefined, demo: false })).toMatchObject({
      own: defaultDataFolder(false),
      demo: defaultDataFolder(true),
    });
    expect(desktopFolders({ data: '/d', demo: false })).toMatchObject({ own: '/d', demo: '/d-demo' });
    expect(desktopFolders({ data: '/d', demo: true })).toMatchObject({ own: defaultDataFolder(false), demo: '/d' });
  });

  it('keeps a Chromium profile per data folder, so that one lock holds one folder', () => {
    expect(desktopFolders({ data: '/a', demo: false }).profile).not.toBe(desktopFolders({ data: '/b', demo: false }).profile);
    expect(desktopFolders({ data: '/a', demo: false }).profile.startsWith('/a')).toBe(true);
    expect(desktopFolders({ data: '/a', demo: true }).profile.startsWith('/a')).toBe(true);
  });
});

describe('a program that does not open', () => {
  it.each([
    ['FOLDER_IN_USE', 'owned', 3],
    ['DATABASE_NEWER', 'newer', 1],
    ['DATABASE_UNREADABLE', 'damaged', 1],
    ['DATABASE_DAMAGED', 'damaged', 1],
    ['BACKUP_FAILED', 'notSaved', 1],
    ['BACKUP_REFUSED', 'noBackup', 1],
    ['KEY_NOT_OPENED', 'keyLost', 1],
    ['RECOVERY_CODE_WRONG', 'recoveryWrong', 1],
    ['FOLDER_NOT_WRITABLE', 'notWritable', 1],
    ['RUNTIME_TOO_OLD', 'runtime', 1],
    ['REAL_CENTRE', 'realCentre', 2],
    ['SOMETHING_NEW', 'other', 1],
  ])('%s', (code, reason, exit) => {
    const failure = new Failure(code, {});
    expect(startupReason(failure)).toBe(reason);
    expect(startupExit(failure)).toBe(exit);
  });

  it('says what nobody expected with a number and without the message of the error', () => {
    const { options } = startupDialog(new Error('secret text'), createWords('en'), 'ab12');
    expect(options.detail).toContain('ab12');
    expect(JSON.stringify(options)).not.toContain('secret text');
  });

  it.each(['zh-CN', 'en'] as const)('has words for every reason in %s', (lang) => {
    const t = createWords(lang);
    for (const code of [
      'FOLDER_IN_USE',
      'DATABASE_NEWER',
      'DATABASE_FOREIGN',
      'KEYS_DAMAGED',
      'DATABASE_DAMAGED',
      'BACKUP_FAILED',
      'BACKUP_REFUSED',
      'RECOVERY_CODE_INVALID',
      'NOT_SAVED_DISK_FULL',
      'RUNTIME_TOO_OLD',
      'REAL_CENTRE',
      'X',
    ]) {
      const { options } = startupDialog(new Failure(code, { part: 'sqlite' }), t, 'ab12');
      expect(options.detail).not.toMatch(/desktop:|\{\{/);
    }
  });
});

const versions = versionPart.options.map((part) => ({ part, version: '1.2.3' }));

describe.each(['zh-CN', 'en'] as const)('dialogs in %s', (lang) => {
  const t = createWords(lang);
  const all = [
    startupDialog(new Error('x'), t, 'ab12'),
    keeperDialog(t),
    codeDialog(t, 'ABCD-EFGH'),
    startupDialog(new Failure('KEY_NOT_OPENED'), t, 'ab12'),
    startupDialog(new Failure('DATABASE_DAMAGED'), t, 'ab12', '2026-11-20 12:30'),
    crashDialog(t),
    hangDialog(t),
    safeModeDialog(t),
    ignoredDialog(t, ['--demo']),
    aboutDialog(t, aboutLines(t, versions, '/d')),
  ];

  it('have one answer per button, words for everything, and a way out by Esc', () => {
    for (const { options, answers } of all) {
      expect(options.buttons).toHaveLength(answers.length);
      expect(options.cancelId).toBeLessThan(answers.length);
      expect(JSON.stringify(options)).not.toMatch(/desktop:|\{\{/);
    }
  });

  it('say every version on a line of its own, and offer to copy them', () => {
    const { options, answers } = aboutDialog(t, aboutLines(t, versions, '/d'));
    const lines = options.detail!.split('\n');
    expect(lines).toHaveLength(versions.length + 1);
    for (const line of lines.slice(0, -1)) expect(line).toContain('1.2.3');
    expect(lines.at(-1)).toContain('/d');
    expect(answers).toContain('copy');
  });

  it('offer the recovery code where the key does not open, and nowhere else', () => {
    const { options, answers } = startupDialog(new Failure('KEY_NOT_OPENED'), t, 'ab12');
    expect(answers).toEqual(['retry', 'code', 'quit']);
    expect(answers[options.cancelId!]).toBe('quit');
    expect(startupDialog(new Failure('RECOVERY_CODE_WRONG'), t, 'ab12').answers).toContain('code');
    expect(startupDialog(new Failure('DATABASE_NEWER'), t, 'ab12').answers).toEqual(['retry', 'quit']);
  });

  it('show the code of a new folder until somebody says that it is kept', () => {
    const { options, answers } = codeDialog(t, 'ABCD-EFGH');
    expect(options.message).toContain('ABCD-EFGH');
    // Enter copies, and the box comes again
    expect(answers[options.defaultId!]).toBe('copy');
  });

  it('do not put the key into a file by Enter or Esc', () => {
    const { options, answers } = keeperDialog(t);
    expect(answers[options.defaultId!]).toBe('quit');
    expect(answers[options.cancelId!]).toBe('quit');
  });
});

describe('telling that the data did not open', () => {
  function make(presses: string[], copied = '') {
    const asked: (readonly string[])[] = [];
    const deps = {
      t: () => createWords('en'),
      ask: async <A extends string>({ answers }: Choice<A>) => {
        asked.push(answers);
        return presses.shift() as A;
      },
      log: () => undefined,
      leaving: vi.fn(() => false),
      onKnown: vi.fn(),
      exit: vi.fn(),
      clipboard: { readText: async () => copied, clear: vi.fn() },
      setCode: vi.fn(),
      newestBackup: () => '2026-11-20 12:30',
      setRestore: vi.fn(),
    };
    return { asked, ...deps, failed: createStartupFailed(deps) };
  }
  const keyLost = new Failure('KEY_NOT_OPENED');

  it('tries again with the code that was copied, and leaves it on no clipboard', async () => {
    const { failed, setCode, clipboard, exit } = make(['code'], ' ABCD-EFGH\n');
    const retry = vi.fn(async () => undefined);
    await failed(keyLost, retry);
    expect(setCode).toHaveBeenCalledExactlyOnceWith('ABCD-EFGH');
    expect(clipboard.clear).toHaveBeenCalledOnce();
    expect(retry).toHaveBeenCalledOnce();
    expect(exit).not.toHaveBeenCalled();
  });

  it('tries again without it, asks again when that fails, and quits with a code of its own', async () => {
    const { failed, setCode, clipboard, exit, asked } = make(['retry', 'quit'], 'something private');
    await failed(new Failure('FOLDER_IN_USE'), () => Promise.reject(keyLost));
    await until(() => expect(exit).toHaveBeenCalledExactlyOnceWith(1));
    expect(setCode).toHaveBeenCalledExactlyOnceWith(undefined);
    expect(clipboard.clear).not.toHaveBeenCalled();
    expect(asked).toEqual([
      ['retry', 'quit'],
      ['retry', 'code', 'quit'],
    ]);
  });

  it('offers the newest backup where the data is damaged, and only there', async () => {
    const damaged = make(['restore']);
    const retry = vi.fn(async () => undefined);
    await damaged.failed(new Failure('DATABASE_DAMAGED'), retry);
    expect(damaged.asked).toEqual([['retry', 'restore', 'quit']]);
    expect(damaged.setRestore).toHaveBeenCalledExactlyOnceWith(true);
    expect(retry).toHaveBeenCalledOnce();
    const other = make(['retry']);
    await other.failed(new Failure('DATABASE_NEWER'), retry);
    expect(other.asked).toEqual([['retry', 'quit']]);
    expect(other.setRestore).toHaveBeenCalledExactlyOnceWith(false);
  });

  it('counts as a start that failed only when nobody knows why', async () => {
    const known = make(['quit']);
    await known.failed(keyLost, vi.fn());
    expect(known.onKnown).toHaveBeenCalledOnce();
    const unknown = make(['quit']);
    await unknown.failed(new Error('boom'), vi.fn());
    expect(unknown.onKnown).not.toHaveBeenCalled();
  });

  it('says nothing to whoever chose to keep the key nowhere, or is leaving', async () => {
    const declined = make([]);
    await declined.failed(new Failure('KEY_FILE_DECLINED'), vi.fn());
    expect([declined.asked, declined.exit.mock.calls]).toEqual([[], [[0]]]);
    const leaving = make([]);
    leaving.leaving.mockReturnValue(true);
    await leaving.failed(keyLost, vi.fn());
    expect(leaving.asked).toEqual([]);
  });
});
