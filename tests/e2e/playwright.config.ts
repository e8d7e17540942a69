import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from '../../scripts/find-browser.ts';
import { NO_SECOND_COMPILER } from '../support/browser-flags.ts';
import type { LaunchSettings } from './support/launch.ts';

const found = findBrowser();
if ('problem' in found) throw new Error(found.problem);

/** DESK_RESULTS lets several runs stand beside each other. */
const results = process.env.DESK_RESULTS ?? join(import.meta.dirname, '..', '..', 'test-results');

/** Browser specs: real Chromium, the built program, a data folder of its own for each test. */
export default defineConfig<LaunchSettings>({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalSetup: './support/template.ts',
  outputDir: join(results, 'e2e'),
  fullyParallel: true,
  // one more than the cores of a small machine: a page that waits for its program leaves a core free
  workers: 3,
  forbidOnly: true,
  // DESK_RETRIES=1 on shared machines; what passes only then is named as flaky
  retries: Number(process.env.DESK_RETRIES ?? 0),
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['line'], ['json', { outputFile: join(results, 'e2e.json') }]],
  use: {
    viewport: { width: 1366, height: 768 },
    timezoneId: 'Asia/Shanghai',
    // recording costs a third of the time; DESK_TRACE=1 when a failure needs it
    trace: process.env.DESK_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: found.path, args: ['--disable-gpu', NO_SECOND_COMPILER] },
  },
  // The same specs on both hosts; those about one host alone are tagged and say why.
  projects: [
    { name: 'web', use: { host: 'web' }, grepInvert: /@desktop/ },
    { name: 'desktop', use: { host: 'desktop' }, grepInvert: /@web/, teardown: 'desktop-notes' },
    { name: 'desktop-notes', testMatch: 'notes.last.ts' },
  ],
});
