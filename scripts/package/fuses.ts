import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * electron-builder knows eight of the nine fuses (electronFuses in electron-builder.yml). This sets the last one and holds the whole wire
 * to what was decided: an Electron with a tenth fuse, or without one of ours, ends the packaging until somebody has looked at it.
 */

/** The mark that stands before the fuses in every Electron binary, then their version and their number (Electron's docs, "Fuses"). */
export const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const VERSION = 1;
const COUNT = 9;
const WASM_TRAP_HANDLERS = 8;
const ON = 0x31;

/** Sets the ninth fuse in every slice of a binary. Throws when the wire is not the one that was decided about. */
export function setNinthFuse(executable: string): void {
  const bytes = readFileSync(executable);
  let found = 0;
  for (let mark = bytes.indexOf(SENTINEL); mark >= 0; mark = bytes.indexOf(SENTINEL, mark + 1)) {
    const wire = mark + SENTINEL.length;
    const count = bytes[wire + 1];
    if (bytes[wire] !== VERSION || count !== COUNT)
      throw new Error(`this Electron has ${count} fuses of version ${bytes[wire]}; ${COUNT} of version ${VERSION} are decided`);
    bytes[wire + 2 + WASM_TRAP_HANDLERS] = ON;
    found += 1;
  }
  if (found === 0) throw new Error('the binary has no fuses');
  writeFileSync(executable, bytes);
}

type Packed = {
  appOutDir: string;
  electronPlatformName: string;
  packager: { executableName?: string; appInfo: { productFilename: string } };
};

/** Where the fuses of a packed program are. */
export function fuseFile({ appOutDir, electronPlatformName, packager }: Packed): string {
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === 'darwin')
    return join(appOutDir, `${name}.app`, 'Contents', 'Frameworks', 'Electron Framework.framework', 'Electron Framework');
  return electronPlatformName === 'win32' ? join(appOutDir, `${name}.exe`) : join(appOutDir, packager.executableName ?? name);
}

/** electron-builder calls it after packing, before it sets its own fuses and before it signs. */
export function afterPack(context: Packed): void {
  setNinthFuse(fuseFile(context));
}
