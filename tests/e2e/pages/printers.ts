import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, expect } from '@playwright/test';

/** How the printers behave: take what comes, say no, or never answer. */
export type Mood = 'takes' | 'refuses' | 'silent';
type Sent = { silent?: boolean; deviceName?: string; landscape?: boolean; pageSize?: unknown };
type Stage = { sent: Sent[]; mood: Mood; asked: { defaultPath?: string }[] };

/** Two printers at the PC of the desktop, a dialog that always chooses the same file, and a clock that does not wait for printers. */
export class Printers {
  readonly app: ElectronApplication;
  readonly file: string;
  constructor(desk: { readonly dataDir: string; readonly app?: ElectronApplication }) {
    if (!desk.app) throw new Error('only the desktop has printers');
    this.app = desk.app;
    this.file = join(desk.dataDir, 'kept.pdf');
  }
  async plugIn(): Promise<void> {
    await this.app.evaluate(({ BrowserWindow, dialog }, file) => {
      const stage: Stage = { sent: [], mood: 'takes', asked: [] };
      Object.assign(globalThis, { stage });
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (!contents) throw new Error('no window');
      contents.getPrintersAsync = async () =>
        [
          ['HP_1020', 'HP LaserJet 1020'],
          ['XP-80', '小票机 XP-80'],
        ].map(([name = '', displayName = '']) => ({ name, displayName, description: '', options: {} }));
      contents.print = (options, done) => {
        stage.sent.push({ ...options });
        if (stage.mood === 'takes') setImmediate(() => done?.(true, ''));
        if (stage.mood === 'refuses') setImmediate(() => done?.(false, 'Invalid printer settings'));
      };
      dialog.showSaveDialog = async (...args: unknown[]) => {
        stage.asked.push(args.at(-1) as Stage['asked'][number]);
        return { canceled: false, filePath: file };
      };
      // half a minute of a printer that does not answer; one that does must not race with it
      const later = globalThis.setTimeout;
      const soon = (run: () => void, ms?: number) => later(run, ms === 30_000 && stage.mood === 'silent' ? 0 : ms);
      globalThis.setTimeout = Object.assign(soon, later);
    }, this.file);
  }
  async mood(mood: Mood): Promise<void> {
    await this.app.evaluate((_electron, next) => {
      (globalThis as unknown as { stage: Stage }).stage.mood = next;
    }, mood);
  }
  /** What was sent to printers so far. */
  async sent(count: number): Promise<Sent[]> {
    const look = () => this.app.evaluate(() => (globalThis as unknown as { stage: Stage }).stage.sent);
    await expect.poll(async () => (await look()).length).toBe(count);
    return look();
  }
  /** Under which names files were offered. */
  async offered(): Promise<string[]> {
    const asked = await this.app.evaluate(() => (globalThis as unknown as { stage: Stage }).stage.asked);
    return asked.map(({ defaultPath = '' }) => defaultPath.split(/[\\/]/).at(-1) ?? '');
  }
  /** The file that was kept last. */
  kept(): Buffer {
    return readFileSync(this.file);
  }
}
