import { contextBridge, ipcRenderer } from 'electron';
import { ASK_CHANNEL, PORT_CHANNEL } from './channels.ts';

/**
 * All that the page gets of the desktop: it may ask for a port to the core, and the port comes as a window message. Nothing
 * else crosses, neither a channel name that the page could choose nor an event object.
 */

// Listening begins before the page's first script, because main may answer before any effect has run.
ipcRenderer.on(PORT_CHANNEL, (event) => {
  // A message to one's own origin; the port goes along and exists on neither side any more.
  window.postMessage(PORT_CHANNEL, window.location.origin, [...event.ports]);
});

contextBridge.exposeInMainWorld('desk', {
  host: 'electron',
  connect: () => ipcRenderer.send(ASK_CHANNEL),
});
