export const TEST_KEY = Buffer.alloc(32, 7);
/** 2026-10-15 09:00 in Shanghai. */
export const TEST_NOW = Date.UTC(2026, 9, 15, 1);
