import { mkdirSync } from 'node:fs';
import { app, dialog, protocol } from 'electron';
import { isPackaged } from '#main/base/app-root.ts';
import { createWords, systemLang } from '#main/base/words.ts';
import type { Flags } from '../flags.ts';
import { runDesktop } from './desktop.ts';
import { readFlags } from './flags.ts';
import { type DesktopFolders, desktopFolders } from './folders.ts';
import { scheme } from './protocol.ts';
import { ownArgs } from './relaunch.ts';

/** The desktop program, until it is known that it may run: what has to be said before Electron is ready, flags, one program per folder. */

const packaged = app.isPackaged || isPackaged();
const flags = readFlags(ownArgs(process.argv, app.isPackaged), packaged);

app.enableSandbox();
protocol.registerSchemesAsPrivileged([scheme]);

/** Ends before anything is open. A packaged program has no console, so it says it in a box. */
function refuse(code: number, said: string): void {
  process.stderr.write(`${said}\n`);
  if (packaged) dialog.showErrorBox(createWords(systemLang())('desktop:brand'), said);
  app.exit(code);
}

function begin(given: Flags, folders: DesktopFolders): void {
  try {
    // One lock and one Chromium profile per data folder; Electron wants the folder to be there.
    mkdirSync(folders.profile, { recursive: true, mode: 0o700 });
    app.setPath('userData', folders.profile);
  } catch {
    refuse(1, createWords(systemLang())('desktop:startup.notWritable'));
    return;
  }
  if (app.requestSingleInstanceLock()) {
    // Said before Electron is ready, or never.
    if (given.safeMode) app.disableHardwareAcceleration();
    runDesktop(given, folders, packaged);
    return;
  }
  // The program that runs has heard of it and comes forward.
  process.stderr.write(`${createWords(given.lang ?? systemLang())('desktop:second.shown')}\n`);
  app.exit(0);
}

if ('problem' in flags) {
  refuse(2, createWords(systemLang())(flags.problem.key, { value: flags.problem.value }));
} else {
  begin(flags, desktopFolders(flags));
}
