import { defineConfig } from 'vitest/config';

/** A program that was imported with a fake `electron` is one start of the desktop: each file gets modules of its own. */
const DESKTOP = 'tests/hosts/electron-*.test.ts';

export default defineConfig({
  test: {
    environment: 'node',
    // The driver is native and the machines are small: processes, not threads, and not more than there are cores.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        // Modules hold nothing of a test, so they are loaded, and made fast by the engine, once for each process: half of the time.
        test: { name: 'core', include: ['tests/**/*.test.ts'], exclude: [DESKTOP, 'tests/e2e/**', 'node_modules/**'], isolate: false },
      },
      { extends: true, test: { name: 'desktop', include: [DESKTOP] } },
    ],
  },
});
