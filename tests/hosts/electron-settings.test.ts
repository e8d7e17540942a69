import { describe, expect, it } from 'vitest';
import { ORIGIN, PAGE, SCHEME, scheme } from '#main/hosts/electron/protocol.ts';
import { webPreferences, windowOptions } from '#main/hosts/electron/window.ts';

const setting = {
  place: { x: 40, y: 20, width: 1366, height: 768 },
  preload: '/p/preload.cjs',
  icon: '/i.png',
  title: 'Desk',
  packaged: true,
  dark: false,
};

describe('the window', () => {
  it('gives a page neither Node nor the preload, in the sandbox', () => {
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
  });

  it('is made with exactly these preferences and one preload', () => {
    const { webPreferences: used, ...rest } = windowOptions(setting);
    expect(used).toEqual({ ...webPreferences, devTools: false, preload: '/p/preload.cjs' });
    expect(rest).toMatchObject({ ...setting.place, show: false, minWidth: 1024, minHeight: 640, autoHideMenuBar: true });
  });

  it('has developer tools only when it is not packaged', () => {
    expect(windowOptions(setting).webPreferences?.devTools).toBe(false);
    expect(windowOptions({ ...setting, packaged: false }).webPreferences?.devTools).toBe(true);
  });

  it('is painted in the colour of the theme from the first moment', () => {
    expect(windowOptions(setting).backgroundColor).toBe('#FFFFFF');
    expect(windowOptions({ ...setting, dark: true }).backgroundColor).toBe('#181A20');
  });
});

describe('the scheme', () => {
  it('is a secure origin of its own that bypasses nothing', () => {
    expect(scheme.scheme).toBe(SCHEME);
    expect(PAGE).toBe(`${ORIGIN}/`);
    expect(scheme.privileges).toEqual({
      standard: true,
      secure: true,
      supportFetchAPI: true,
      bypassCSP: false,
      corsEnabled: false,
      allowServiceWorkers: false,
      codeCache: true,
    });
  });
});
