/** Chromium's protocol as types. The test driver carries them but names them to nobody. */
export type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';
