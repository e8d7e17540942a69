import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SENTINEL } from './fuses.ts';

/** What electron-builder names the program after packing (executableName in electron-builder.yml). */
export const STUB_EXECUTABLE = 'student-service-desk';

const FUSE_VERSION = 1;
/** As Electron ships them: on, off, on, on, off, off, off, on, on. */
const SHIPPED_FUSES = '101100011';

/** A folder that has the shape of an unpacked Electron for Linux and runs nothing. */
export function makeStub(folder: string, version: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([FUSE_VERSION, SHIPPED_FUSES.length]), Buffer.from(SHIPPED_FUSES)]);
  const executable = join(folder, 'electron');
  writeFileSync(executable, Buffer.concat([Buffer.from('#!/bin/sh\nexit 1\n'), wire, Buffer.from('\n')]));
  chmodSync(executable, 0o755);
  writeFileSync(join(folder, 'version'), version);
  for (const language of ['zh-CN', 'en-US', 'de']) writeFileSync(join(folder, 'locales', `${language}.pak`), '');
  for (const name of ['chrome-sandbox', 'chrome_crashpad_handler', 'LICENSE', 'LICENSES.chromium.html'])
    writeFileSync(join(folder, name), '');
}
