/** The public face of scripts and banned phrases: other slices import only this file and tables.ts. */
export { listBanned, resetBanned, saveBanned, subscribeScripts } from './banned.ts';
export { fittingFor, listScripts, noteUse, resetScript, saveScript } from './library.ts';
