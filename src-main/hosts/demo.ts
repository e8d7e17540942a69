import type { Clock } from '#main/base/clock.ts';
import type { Lang } from '#shared/contract/fields.ts';

export type DemoAccount = { login: string; password: string; role: string; name: string };

/**
 * Builds the small demo centre in a folder that holds none yet, ending on the clock's day; a folder that holds one is left as
 * it is. Answers the accounts either way.
 */
export type MakeDemo = (dataDir: string, options: { clock: Clock; lang: Lang | null }) => Promise<DemoAccount[]>;

/** The generator, where this build has one; both hosts ask here. */
export const makeDemo: MakeDemo | undefined = undefined;
