import { openBridge } from './bridge.ts';
import { OPEN_EVENT, type OpenAsked } from './settings.ts';

/**
 * The page's own world, and only in the main frame: the other end of contextBridge, and `window.open`, which answers nothing here.
 * A window that Chromium opened for a page under a test driver stops both until it is looked at.
 */
function open(): void {
  openBridge(STANDIN.key, 'main');
  const dispatch = window.dispatchEvent.bind(window);
  window.open = (url = '', name = '', features = '') => {
    const detail: OpenAsked = { url: new URL(url, location.href).href, name, features };
    dispatch(new CustomEvent(STANDIN.key + OPEN_EVENT, { detail }));
    return null;
  };
}

if (window.parent === window) open();
