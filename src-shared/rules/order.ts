/** The order of texts that only has to be the same everywhere: by code units, without regard to any language. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
