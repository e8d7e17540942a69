import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App, BrowserWindow, Dialog } from 'electron';
import type { PrintingPort } from '#main/base/os.ts';
import type { Translate } from '#main/base/words.ts';
import { createPrinting, type PrintDeps } from './printing.ts';

export type WindowPrinting = Pick<PrintDeps, 'file' | 'serves' | 'note'> & {
  app: Pick<App, 'getPath'>;
  dialog: Pick<Dialog, 'showSaveDialog'>;
  /** The window at this PC; it may be gone. */
  window: () => BrowserWindow | undefined;
  words: () => Translate;
};

/** Printing out of the one window: its page, its dialogs, the real disk and the real time. */
export function printingOf({ app, dialog, window, words, ...rest }: WindowPrinting): PrintingPort {
  const live = (): BrowserWindow | undefined => {
    const now = window();
    return now && !now.isDestroyed() ? now : undefined;
  };
  return createPrinting({
    ...rest,
    contents: () => live()?.webContents,
    askWhere: async (name) => {
      const owner = live();
      if (!owner) return undefined;
      const { canceled, filePath } = await dialog.showSaveDialog(owner, {
        title: words()('desktop:print.saveTitle'),
        defaultPath: join(app.getPath('documents'), name),
        filters: [{ name: words()('desktop:print.pdf'), extensions: ['pdf'] }],
      });
      return canceled || filePath === '' ? undefined : filePath;
    },
    fallbackName: () => words()('desktop:print.sheet'),
    write: (file, content) => writeFile(file, content),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
}
