import type { Protocol } from './cdp.ts';
import { eventWith } from './life.ts';
import { note, noteError } from './notes.ts';
import type { PageTarget } from './page-target.ts';
import { answerRequest } from './requests.ts';
import { toProgram } from './schemes.ts';

/** Where a page goes, what it asks for, and whom the program lets it open. */

type OpenDetails = { url: string; frameName: string; features: string };
type OpenAnswer = { action: 'allow' | 'deny' };
export type OpenHandler = (details: OpenDetails) => OpenAnswer;

/** Emits as a page's WebContents would. */
type Emit = (event: string, ...args: unknown[]) => unknown;

export class Navigation {
  /** The address of the main frame as the program knows it. */
  address = '';
  openHandler: OpenHandler | undefined;
  private readonly target: PageTarget;
  private readonly emit: Emit;
  /** What a page itself has asked for, by frame: only that is the program's to refuse. */
  private readonly asked = new Map<string, string>();

  constructor(target: PageTarget, emit: Emit) {
    this.target = target;
    this.emit = emit;
    target.on('attached', () => this.watch());
  }

  private watch(): void {
    const { target } = this;
    target.hear('Page.frameRequestedNavigation', ({ frameId, url, disposition }) => {
      if (disposition === 'currentTab') this.request(frameId, url);
    });
    target.hear('Fetch.requestPaused', (paused) => {
      this.answer(paused).catch((error) => noteError('stand-in', error));
    });
    target.hear('Page.frameNavigated', ({ frame }) => {
      this.asked.delete(frame.id);
      if (frame.id !== target.id) return;
      this.address = toProgram(frame.url + (frame.urlFragment ?? ''));
      this.emit('did-navigate', eventWith({}), this.address, 200, 'OK');
    });
    target.hear('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== target.id) return;
      this.address = toProgram(url);
      this.emit('did-navigate-in-page', eventWith({}), this.address, true);
    });
  }

  /** Chromium lets only network requests be held back; an address without one (blob:) is undone instead. */
  private request(frame: string, url: string): void {
    if (/^(https?|file):/.test(url)) {
      this.asked.set(frame, url.replace(/#.*$/s, ''));
      return;
    }
    if (this.refused(frame, toProgram(url))) {
      this.target.send('Page.navigate', { frameId: frame, url: 'about:blank' }).catch((error) => noteError('stand-in', error));
    }
  }

  private refused(frame: string, url: string): boolean {
    const isMainFrame = frame === this.target.id;
    const details = { url, isSameDocument: false, isMainFrame };
    const inFrame = eventWith(details);
    this.emit('will-frame-navigate', inFrame);
    if (inFrame.defaultPrevented || !isMainFrame) return inFrame.defaultPrevented;
    const inMain = eventWith(details);
    this.emit('will-navigate', inMain, url);
    return inMain.defaultPrevented;
  }

  private async answer(paused: Protocol.Fetch.requestPausedPayload): Promise<void> {
    const { requestId, request, resourceType, frameId } = paused;
    const settle = <T>(done: Promise<T>): Promise<T | undefined> => done.catch(() => undefined);
    const fail = (errorReason: Protocol.Network.ErrorReason) => settle(this.target.send('Fetch.failRequest', { requestId, errorReason }));
    if (resourceType === 'Document' && this.asked.get(frameId) === request.url) {
      this.asked.delete(frameId);
      if (this.refused(frameId, toProgram(request.url))) return void (await fail('Aborted'));
    }
    await answerRequest(paused, {
      fail,
      goOn: () => settle(this.target.send('Fetch.continueRequest', { requestId })),
      fulfill: (answer) => settle(this.target.send('Fetch.fulfillRequest', { requestId, ...answer })),
    });
  }

  /** Asks the program about a window that its page wants to open. None is opened: a child window is more than the stand-in has. */
  mayOpen(details: OpenDetails): void {
    const url = toProgram(details.url);
    if (this.openHandler?.({ ...details, url }).action === 'deny') return;
    note('stand-in', `window.open was allowed for ${url}; child windows are not supported`);
  }
}

export type LoadError = Error & { code: string; errno: number; url: string };

/** The error of a load that did not come about, as Electron makes it. */
export function loadError(code: string, errno: number, url: string): LoadError {
  return Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { code, errno, url });
}
