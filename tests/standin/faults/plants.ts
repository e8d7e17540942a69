/** The specs of desktop.spec.ts, by the beginnings of their titles. */
export const SPECS = {
  page: 'the page is let in by its port',
  reach: 'menu, power and a second start',
  leave: 'leaving makes a backup',
} as const;
export type SpecName = keyof typeof SPECS;

/**
 * A fault to plant: in which built file, which text becomes which. The name says what a person would have done wrong; `seen` is the
 * spec that is about it, and `says` what stands in its failure.
 */
export type Plant = { name: string; seen: SpecName; says: RegExp; file: 'main' | 'preload'; from: string; to: string };

const ready = 'app.enableSandbox();';

/** What specs say of a page that never comes, a port too many, something that did not happen, a window that does not come, a copy that is missing. */
const noLogin = /waiting for getByRole\('textbox', \{ name: '登录名' \}\)/;
const aPort = /Expected: 0\s+Received: 1/;
const notDone = /Expected: true\s+Received: false/;
const noWindow = /firstWindow: Timeout/;
const noCopy = /Expected: not \[.*-quit\.db/;

/** Faults of the start, the scheme, the port, the guards and of leaving. The texts stand in the built program, which is not minified. */
export const plants: readonly Plant[] = [
  {
    name: 'preload path wrong',
    seen: 'page',
    says: /Unable to load preload script.*preload\.js'/,
    file: 'main',
    from: '"preload.cjs"',
    to: '"preload.js"',
  },
  {
    name: 'window before ready',
    seen: 'page',
    says: /Cannot create BrowserWindow before app is ready/,
    file: 'main',
    from: ready,
    to: `${ready} new BrowserWindow();`,
  },
  {
    name: 'session before ready',
    seen: 'page',
    says: /Session can only be received when app is ready/,
    file: 'main',
    from: ready,
    to: `${ready} session.defaultSession;`,
  },
  {
    name: 'scheme without fetch',
    seen: 'page',
    says: /not registered with supportFetchAPI/,
    file: 'main',
    from: 'supportFetchAPI: true',
    to: 'supportFetchAPI: false',
  },
  {
    name: 'scheme not registered',
    seen: 'page',
    says: /page\.waitForFunction: Timeout/,
    file: 'main',
    from: 'protocol.registerSchemesAsPrivileged([scheme]);',
    to: '',
  },
  { name: 'port never started', seen: 'page', says: noLogin, file: 'main', from: 'port1.start();', to: '' },
  {
    name: 'handshake works once',
    seen: 'page',
    says: /waiting for getByRole\('navigation'\)/,
    file: 'main',
    from: 'deps.ipc.on(ASK_CHANNEL',
    to: 'deps.ipc.once(ASK_CHANNEL',
  },
  {
    name: 'channel misspelt in the preload',
    seen: 'page',
    says: /nobody listens to 'desk:aks'/,
    file: 'preload',
    from: '"desk:ask"',
    to: '"desk:aks"',
  },
  {
    name: 'answer on another channel',
    seen: 'page',
    says: /nobody in the preload listens to 'desk:port'/,
    file: 'preload',
    from: '"desk:port"',
    to: '"desk:prot"',
  },
  { name: 'any sender gets a port', seen: 'page', says: aPort, file: 'main', from: 'sender.id === window.id && ', to: '' },
  { name: 'a frame gets a port', seen: 'page', says: aPort, file: 'main', from: 'senderFrame.parent === null && ', to: '' },
  { name: 'any origin gets a port', seen: 'page', says: aPort, file: 'main', from: ' && senderFrame.origin === "app://desk"', to: '' },
  {
    name: 'origin compared wrongly',
    seen: 'page',
    says: noLogin,
    file: 'main',
    from: 'senderFrame.origin === "app://desk"',
    to: 'senderFrame.origin === "app://desk/"',
  },
  {
    name: 'preload wants the disk',
    seen: 'page',
    says: /module not found: node:fs/,
    file: 'preload',
    from: 'let electron = require("electron");',
    to: 'require("node:fs"); let electron = require("electron");',
  },
  {
    name: 'preload is a module',
    seen: 'page',
    says: /Unable to load preload script[\s\S]*import electron/,
    file: 'preload',
    from: 'let electron = require("electron");',
    to: 'import electron from "electron";',
  },
  {
    name: 'the page gets ipcRenderer',
    seen: 'page',
    says: /\+ +"ipc",/,
    file: 'preload',
    from: 'host: "electron",',
    to: 'host: "electron", ipc: electron.ipcRenderer.send,',
  },
  {
    name: 'navigation allowed',
    seen: 'page',
    says: notDone,
    file: 'main',
    from: 'if (event.isMainFrame && isOurs(event.url)) return;',
    to: 'return;',
  },
  {
    name: 'permissions granted',
    seen: 'page',
    says: /"notices": "granted"/,
    file: 'main',
    from: 'ALLOWED_PERMISSIONS.has(permission) && ',
    to: '',
  },
  { name: 'windows allowed', seen: 'page', says: /window\.open was allowed/, file: 'main', from: 'action: "deny"', to: 'action: "allow"' },
  { name: 'isolation off', seen: 'page', says: noWindow, file: 'main', from: 'contextIsolation: true', to: 'contextIsolation: false' },
  { name: 'sandbox off', seen: 'page', says: noWindow, file: 'main', from: 'sandbox: true', to: 'sandbox: false' },
  {
    name: 'a thing that Electron lacks',
    seen: 'page',
    says: /app\.enableSandboxes is not a function/,
    file: 'main',
    from: ready,
    to: 'app.enableSandboxes();',
  },
  {
    name: 'a thing that the stand-in lacks',
    seen: 'page',
    says: /isAccessibilitySupportEnabled is not implemented/,
    file: 'main',
    from: ready,
    to: `${ready} app.isAccessibilitySupportEnabled();`,
  },
  {
    name: 'waits for ready while it is loaded',
    seen: 'page',
    says: /the entry was not evaluated within/,
    file: 'main',
    from: ready,
    to: `${ready} await app.whenReady();`,
  },
  {
    name: 'one program only forgotten',
    seen: 'reach',
    says: /dialog\.showMessageBox was called without an answer/,
    file: 'main',
    from: 'if (app.requestSingleInstanceLock()) {',
    to: 'if (true) {',
  },
  {
    name: 'second start unheard',
    seen: 'reach',
    says: notDone,
    file: 'main',
    from: 'app.on("second-instance"',
    to: 'app.on("second-instances"',
  },
  { name: 'leaves at once', seen: 'leave', says: noCopy, file: 'main', from: 'app.on("before-quit", quit.beforeQuit);', to: '' },
  {
    name: 'leaves without a backup',
    seen: 'leave',
    says: noCopy,
    file: 'main',
    from: 'deps.stop({ backup: true })',
    to: 'deps.stop({ backup: false })',
  },
  {
    name: 'end of the session unheard',
    seen: 'leave',
    says: /Expected: 0\s+Received: null/,
    file: 'main',
    from: 'window.on("session-end"',
    to: 'window.on("session-ends"',
  },
  {
    name: 'locking of the PC unheard',
    seen: 'reach',
    says: /waiting for getByLabel\('PIN 或密码'\)/,
    file: 'main',
    from: 'monitor.on("lock-screen"',
    to: 'monitor.on("lock-screens"',
  },
];
