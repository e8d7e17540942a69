/** A fault to plant: in which built file, which text becomes which. The name says what a person would have done wrong. */
export type Plant = { name: string; file: 'main' | 'preload'; from: string; to: string };

const ready = 'app.enableSandbox();';

/** Faults of the start, the scheme, the port, the guards and of leaving. The texts stand in the built program, which is not minified. */
export const plants: readonly Plant[] = [
  { name: 'preload path wrong', file: 'main', from: '"preload.cjs"', to: '"preload.js"' },
  { name: 'window before ready', file: 'main', from: ready, to: `${ready} new BrowserWindow();` },
  { name: 'session before ready', file: 'main', from: ready, to: `${ready} session.defaultSession;` },
  { name: 'scheme without fetch', file: 'main', from: 'supportFetchAPI: true', to: 'supportFetchAPI: false' },
  { name: 'scheme not registered', file: 'main', from: 'protocol.registerSchemesAsPrivileged([scheme]);', to: '' },
  { name: 'port never started', file: 'main', from: 'port1.start();', to: '' },
  { name: 'handshake works once', file: 'main', from: 'deps.ipc.on(ASK_CHANNEL', to: 'deps.ipc.once(ASK_CHANNEL' },
  { name: 'channel misspelt in the preload', file: 'preload', from: '"desk:ask"', to: '"desk:aks"' },
  { name: 'answer on another channel', file: 'preload', from: '"desk:port"', to: '"desk:prot"' },
  { name: 'any sender gets a port', file: 'main', from: 'sender.id === window.id && ', to: '' },
  { name: 'a frame gets a port', file: 'main', from: 'senderFrame.parent === null && ', to: '' },
  { name: 'any origin gets a port', file: 'main', from: ' && senderFrame.origin === "app://desk"', to: '' },
  {
    name: 'origin compared wrongly',
    file: 'main',
    from: 'senderFrame.origin === "app://desk"',
    to: 'senderFrame.origin === "app://desk/"',
  },
  {
    name: 'preload wants the disk',
    file: 'preload',
    from: 'let electron = require("electron");',
    to: 'require("node:fs"); let electron = require("electron");',
  },
  { name: 'preload is a module', file: 'preload', from: 'let electron = require("electron");', to: 'import electron from "electron";' },
  {
    name: 'the page gets ipcRenderer',
    file: 'preload',
    from: 'host: "electron",',
    to: 'host: "electron", ipc: electron.ipcRenderer.send,',
  },
  { name: 'navigation allowed', file: 'main', from: 'contents.on("will-navigate", stay);', to: '' },
  { name: 'permissions granted', file: 'main', from: 'ALLOWED_PERMISSIONS.has(permission) && ', to: '' },
  { name: 'windows allowed', file: 'main', from: 'action: "deny"', to: 'action: "allow"' },
  { name: 'isolation off', file: 'main', from: 'contextIsolation: true', to: 'contextIsolation: false' },
  { name: 'sandbox off', file: 'main', from: 'sandbox: true', to: 'sandbox: false' },
  { name: 'a thing that Electron lacks', file: 'main', from: ready, to: 'app.enableSandboxes();' },
  { name: 'a thing that the stand-in lacks', file: 'main', from: ready, to: `${ready} app.isAccessibilitySupportEnabled();` },
  { name: 'waits for ready while it is loaded', file: 'main', from: ready, to: `${ready} await app.whenReady();` },
  { name: 'one program only forgotten', file: 'main', from: 'if (app.requestSingleInstanceLock()) {', to: 'if (true) {' },
  { name: 'second start unheard', file: 'main', from: 'app.on("second-instance"', to: 'app.on("second-instances"' },
  { name: 'leaves at once', file: 'main', from: 'app.on("before-quit", quit.beforeQuit);', to: '' },
  { name: 'leaves without a backup', file: 'main', from: 'deps.stop({ backup: true })', to: 'deps.stop({ backup: false })' },
  { name: 'end of the session unheard', file: 'main', from: 'window.on("session-end"', to: 'window.on("session-ends"' },
  { name: 'locking of the PC unheard', file: 'main', from: 'monitor.on("lock-screen"', to: 'monitor.on("lock-screens"' },
];
