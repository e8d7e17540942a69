import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkLayers, rooms } from '../../scripts/checks/layers.ts';
import { plant, sourceCopy, toolTree } from './tree.ts';

/** A file, what it says, and the rule that has to name it. One fault per file, so that each is caught for itself. */
const faults: [string, string, string][] = [
  ['src-shared/rules/planted-node.ts', `import 'node:fs';`, 'layer-src-shared'],
  ['src-shared/rules/planted-package.ts', `import 'pino';`, 'layer-src-shared'],
  ['src-shared/rules/planted-main.ts', `import type { Db } from '#main/db/open.ts';\nexport type X = Db;`, 'layer-src-shared'],
  ['src-renderer/lib/planted-feature.ts', `import '#renderer/features/planted/screen.ts';`, 'layer-renderer-lib'],
  ['src-renderer/lib/planted-app.ts', `import '#renderer/app/theme.ts';`, 'layer-renderer-lib'],
  ['src-renderer/lib/planted-main.ts', `import type { Db } from '#main/db/open.ts';\nexport type X = Db;`, 'layer-renderer-lib'],
  ['src-renderer/components/planted-node.ts', `import 'node:path';`, 'layer-renderer-lib'],
  ['src-renderer/components/planted-core-package.ts', `import 'drizzle-orm';`, 'layer-renderer-lib'],
  ['src-renderer/features/planted/screen.ts', `import '#renderer/features/planted-other/screen.ts';`, 'layer-renderer-feature'],
  ['src-renderer/features/planted-other/screen.ts', `import '#renderer/app/theme.ts';`, 'layer-renderer-feature'],
  ['src-renderer/app/planted-main.ts', `import type { Db } from '#main/db/open.ts';\nexport type X = Db;`, 'layer-renderer-app'],
  ['src-main/db/planted-base.ts', `import '#main/base/clock.ts';`, 'layer-main-db'],
  ['src-main/base/planted-slice.ts', `import '#main/staff/service.ts';`, 'layer-main-base'],
  ['src-main/base/planted-renderer.ts', `import '#renderer/lib/format.ts';`, 'layer-main-base'],
  ['src-main/planted/router.ts', `import '#main/staff/router.ts';`, 'layer-main-slice'],
  ['src-main/planted/core.ts', `import '#main/core.ts';`, 'layer-main-slice'],
  ['src-main/planted/host.ts', `import '#main/hosts/flags.ts';`, 'layer-main-slice'],
  ['src-main/planted-composition.ts', `import '#main/hosts/flags.ts';`, 'layer-main-composition'],
  ['src-main/workers/planted.ts', `import '#main/hosts/flags.ts';`, 'layer-main-workers'],
  ['src-main/planted/worker.ts', `import '#main/workers/planted.ts';`, 'workers-are-started-not-imported'],
  ['src-main/hosts/web/planted-slice.ts', `import '#main/staff/service.ts';`, 'layer-main-host'],
  ['src-main/hosts/web/planted-host.ts', `import '#main/hosts/electron/channels.ts';`, 'layer-main-host'],
  ['src-main/hosts/web/planted-electron.ts', `import 'electron';`, 'electron-only-in-its-host'],
  ['src-main/base/planted-electron-type.ts', `import type { App } from 'electron';\nexport type X = App;`, 'electron-only-in-its-host'],
  ['src-main/hosts/electron/planted-http.ts', `import 'node:http';`, 'http-only-in-web-host'],
  ['src-main/base/planted-https.ts', `import 'https';`, 'http-only-in-web-host'],
  ['src-main/db/planted-driver.ts', `import 'better-sqlite3';`, 'sqlite-only-in-open'],
  [
    'src-main/planted/driver-type.ts',
    `import type { Database } from 'better-sqlite3';\nexport type X = Database;`,
    'sqlite-types-only-in-db',
  ],
  ['src-main/planted/dev-package.ts', `import 'vite';`, 'main-uses-shipped-packages'],
  ['src-main/planted/test.ts', `import '../../tests/house/tree.ts';`, 'nothing-imports-tests'],
  ['src-main/planted/script.ts', `import '../../scripts/build.ts';`, 'sources-import-no-scripts'],
  ['src-shared/rules/planted-a.ts', `import './planted-b.ts';`, 'no-cycle'],
  ['src-shared/rules/planted-missing.ts', `import './not-here.ts';`, 'resolvable'],
];

describe('the layer checker', () => {
  it('catches each planted import that points the wrong way', async () => {
    const folder = sourceCopy();
    plant(folder, Object.fromEntries(faults.map(([file, text]) => [file, text])));
    plant(folder, { 'src-shared/rules/planted-b.ts': `import './planted-a.ts';`, 'tests/house/tree.ts': 'export {};' });
    // the preload stands alone: not even a file of its own host
    writeFileSync(join(folder, 'src-main/hosts/electron/preload.ts'), `import './menu.ts';`);
    const { problems } = await checkLayers(folder);
    for (const [file, , rule] of faults)
      expect(
        problems.some((problem) => problem.startsWith(`${rule}: ${file} →`)),
        `${rule} in ${file}`,
      ).toBe(true);
    expect(problems.some((problem) => problem.startsWith('preload-stands-alone: '))).toBe(true);
  });

  it('lets the allowed ways be', async () => {
    const folder = toolTree({
      'src-shared/contract/x.ts': `import { z } from 'zod';\nexport const x = z.string();`,
      'src-shared/rules/x.ts': `import { x } from '#shared/contract/x.ts';\nexport const y = x;`,
      'src-main/db/x.ts': `export const d = 1;`,
      'src-main/base/x.ts': `import 'node:fs';\nimport { d } from '#main/db/x.ts';\nimport { y } from '#shared/rules/x.ts';\nexport const b = [d, y];`,
      'src-main/staff/tables.ts': `export const t = 1;`,
      'src-main/staff/service.ts': `import { b } from '#main/base/x.ts';\nimport { t } from './tables.ts';\nexport const s = [b, t];`,
      'src-main/students/service.ts': `import { s } from '#main/staff/service.ts';\nimport { t } from '#main/staff/tables.ts';\nexport const u = [s, t];`,
      'src-main/core.ts': `import { u } from '#main/students/service.ts';\nexport const core = u;`,
      'src-main/hosts/electron/main.ts': `import 'electron';\nimport { core } from '#main/core.ts';\nexport const c = core;`,
      'src-main/hosts/web/main.ts': `import 'node:http';\nimport { core } from '#main/core.ts';\nexport const c = core;`,
      'src-renderer/lib/x.ts': `import { y } from '#shared/rules/x.ts';\nexport const l = y;`,
      'src-renderer/features/a/x.ts': `import { l } from '#renderer/lib/x.ts';\nexport const f = l;`,
      'src-renderer/app/x.ts': `import { f } from '#renderer/features/a/x.ts';\nexport const a = f;`,
    });
    expect((await checkLayers(folder, { least: false })).problems).toEqual([]);
  });

  it('fails when it saw too few modules, however clean they are', async () => {
    const { problems } = await checkLayers(
      toolTree({ 'src-shared/rules/x.ts': 'export {};', 'src-main/core.ts': 'export {};', 'src-renderer/x.ts': 'export {};' }),
    );
    for (const { folder, least } of rooms)
      expect(problems.some((problem) => problem.includes(`in ${folder}, expected at least ${least}`))).toBe(true);
  });

  it('fails when imports by # lead nowhere', async () => {
    const folder = toolTree({
      'src-shared/rules/x.ts': `import { y } from '#shared/rules/y.ts';\nexport const x = y;`,
      'src-shared/rules/y.ts': 'export const y = 1;',
      'src-main/core.ts': 'export {};',
      'src-renderer/x.ts': 'export {};',
    });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const { problems } = await checkLayers(folder);
    expect(problems).toContain('resolvable: src-shared/rules/x.ts → #shared/rules/y.ts');
    expect(problems).toContain('only 0 imports by # were followed');
  });

  it('fails when the tool does not run', async () => {
    const folder = toolTree({ 'src-shared/x.ts': 'export {};' });
    rmSync(join(folder, '.dependency-cruiser.cjs'));
    expect((await checkLayers(folder)).problems.length).toBeGreaterThan(0);
  });
});
