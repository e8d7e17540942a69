/** Names that the preload and the main process share. The page knows only the window message and `window.desk`. */

/** Page → main: a port, please. Main → page: here it is. */
export const ASK_CHANNEL = 'desk:ask';
export const PORT_CHANNEL = 'desk:port';
