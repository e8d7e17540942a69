import type { Clock } from '#main/base/clock.ts';
import type { Lang } from '#shared/contract/fields.ts';

export type DemoAccount = { login: string; password: string; role: string; name: string };

/** Builds the small demo centre in an empty folder. */
export type MakeDemo = (dataDir: string, options: { clock: Clock; lang: Lang | null }) => Promise<DemoAccount[]>;
