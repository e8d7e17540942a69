import { EventEmitter } from 'node:events';
import { isAbsolute } from 'node:path';
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { among, life, MainEvent, needReady } from '../life.ts';
import { note } from '../notes.ts';
import { StandInError, strict } from '../strict.ts';
import { publicContents, WebContents } from './web-contents.ts';

/** Windows that are open, the newest last. */
const open = new Map<number, BrowserWindow>();

/** A window: its page is real, its frame is recorded. */
export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  /** What the window was made with. */
  readonly options: BrowserWindowConstructorOptions;
  /** What was set on the frame, by the name of the method, for tests to look at. */
  readonly frame: Record<string, unknown[]> = {};
  private bounds: Rectangle;
  private title: string;
  private visible: boolean;
  private readonly is = { minimized: false, maximized: false, fullScreen: false, destroyed: false };

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    needReady('Cannot create BrowserWindow before app is ready');
    const { x = 0, y = 0, width = 800, height = 600, webPreferences = {}, show = true, title = '' } = options;
    if (webPreferences.sandbox === false || webPreferences.contextIsolation === false || webPreferences.nodeIntegration)
      throw new StandInError('stand-in: only sandboxed, context-isolated windows are supported');
    this.options = options;
    this.bounds = { x, y, width, height };
    this.title = title;
    this.visible = show;
    const contents = new WebContents({ width, height, preload: preloadOf(webPreferences.preload) });
    this.id = contents.id;
    this.webContents = publicContents(contents);
    contents.once('did-finish-load', () => this.emit('ready-to-show'));
    contents.on('page-title-updated', (event: MainEvent, title: string) => {
      this.emit('page-title-updated', event, title, true);
      if (!event.defaultPrevented) this.title = title;
    });
    contents.once('destroyed', () => this.closed());
    open.set(this.id, this);
    setImmediate(() => among.emit('window-created', publicWindow(this)));
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {
    this.visible = true;
    this.emit('show');
  }

  hide(): void {
    this.visible = false;
    this.emit('hide');
  }

  focus(): void {
    this.record('focus');
    this.emit('focus');
  }

  isVisible(): boolean {
    return this.visible;
  }

  isFocused(): boolean {
    return this.visible && !this.is.minimized;
  }

  isDestroyed(): boolean {
    return this.is.destroyed;
  }

  isMinimized(): boolean {
    return this.is.minimized;
  }

  isMaximized(): boolean {
    return this.is.maximized;
  }

  isFullScreen(): boolean {
    return this.is.fullScreen;
  }

  minimize(): void {
    this.is.minimized = true;
    this.emit('minimize');
  }

  restore(): void {
    this.is.minimized = false;
    this.emit('restore');
  }

  maximize(): void {
    this.is.maximized = true;
    this.emit('maximize');
  }

  unmaximize(): void {
    this.is.maximized = false;
    this.emit('unmaximize');
  }

  setFullScreen(flag: boolean): void {
    this.is.fullScreen = flag;
    this.emit(flag ? 'enter-full-screen' : 'leave-full-screen');
  }

  getBounds(): Rectangle {
    return { ...this.bounds };
  }

  getNormalBounds(): Rectangle {
    return { ...this.bounds };
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds };
    this.emit('resize');
  }

  getTitle(): string {
    return this.title;
  }

  setTitle(title: string): void {
    this.title = title;
  }

  setProgressBar(...given: unknown[]): void {
    this.record('setProgressBar', ...given);
  }

  setOverlayIcon(...given: unknown[]): void {
    this.record('setOverlayIcon', ...given);
  }

  flashFrame(...given: unknown[]): void {
    this.record('flashFrame', ...given);
  }

  close(): void {
    if (this.is.destroyed) return;
    const event = new MainEvent();
    this.emit('close', event);
    if (event.defaultPrevented) life.quitting = false;
    else this.destroy();
  }

  destroy(): void {
    if (!this.is.destroyed) this.webContents.close();
  }

  static getAllWindows(): BrowserWindow[] {
    return [...open.values()].map(publicWindow);
  }

  static fromWebContents(contents: Pick<WebContents, 'id'> | undefined): BrowserWindow | null {
    return contents ? BrowserWindow.fromId(contents.id) : null;
  }

  static fromId(id: number): BrowserWindow | null {
    const found = open.get(id);
    return found ? publicWindow(found) : null;
  }

  static getFocusedWindow(): BrowserWindow | null {
    const found = [...open.values()].findLast((window) => window.isFocused());
    return found ? publicWindow(found) : null;
  }

  private record(name: string, ...given: unknown[]): void {
    this.frame[name] = given;
  }

  private closed(): void {
    this.is.destroyed = true;
    open.delete(this.id);
    this.emit('closed');
    if (open.size === 0) among.emit('all-closed');
  }
}

function preloadOf(file: string | undefined): string | undefined {
  if (!file || isAbsolute(file)) return file;
  note('stand-in', `the preload script must have an absolute path: ${file}`);
  return undefined;
}

const shown = new WeakMap<BrowserWindow, BrowserWindow>();

function publicWindow(window: BrowserWindow): BrowserWindow {
  const known = shown.get(window) ?? strict(window, 'BrowserWindow');
  shown.set(window, known);
  return known;
}

/** What the program makes windows with: an instance has the net below, and so has the class. */
export const windowClass = strict(
  new Proxy(BrowserWindow, { construct: (made, args: [BrowserWindowConstructorOptions]) => publicWindow(new made(...args)) }),
  'BrowserWindow',
);
