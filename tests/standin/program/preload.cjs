const { contextBridge, ipcRenderer } = require('electron');

ipcRenderer.on('given', (event, word) => window.postMessage(word, window.location.origin, [...event.ports]));

const refused = (work) => {
  try {
    work();
    return 'not refused';
  } catch (error) {
    return error.message;
  }
};

contextBridge.exposeInMainWorld('bridge', {
  fixed: { list: [1, 2], when: new Date(0) },
  ask: () => ipcRenderer.send('ask'),
  sum: (a, b) => a + b,
  later: async (value) => [value],
  fails: () => {
    throw new Error('from the preload');
  },
  call: (listener) => listener('called back'),
  double: (value) => ipcRenderer.invoke('double', value),
  failing: () => ipcRenderer.invoke('fails'),
  unheard: () => ipcRenderer.send('nobody'),
  sendFunction: () => refused(() => ipcRenderer.send('give', () => 1)),
  requireDisk: () => refused(() => require('node:fs')),
  give: () => {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage('give', 'from the page', [port2]);
    port1.postMessage({ bytes: new Uint8Array([1, 2]), big: 1n, none: undefined });
    const twice = refused(() => ipcRenderer.postMessage('give', 'again', [port2]));
    return new Promise((resolve) => {
      port1.onmessage = (event) => {
        resolve({ echo: event.data, twice });
        port1.close();
      };
    });
  },
});
