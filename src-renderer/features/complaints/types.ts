import type { client } from '#renderer/lib/client.ts';

type Client = typeof client.complaints;

/** Everything that the page of one complaint shows. */
export type CasePage = Awaited<ReturnType<Client['get']>>;
export type CaseEntry = CasePage['entries'][number];
export type CaseClock = CasePage['clocks'][number];
export type CaseWalk = Awaited<ReturnType<Client['why']>>;
export type Reason = CasePage['assignment'];
export type Rectification = CasePage['rectifications'][number];
export type Proposal = Awaited<ReturnType<Client['propose']>>;
export type Forecast = Awaited<ReturnType<Client['forecast']>>;
export type Other = Awaited<ReturnType<Client['others']>>[number];
export type CaseLink = CasePage['links'][number];
export type Further = CasePage['complainants'][number];
export type Promised = CasePage['promises'][number];
export type Act = { readonly id: string; readonly version: number };
export type FittingScript = Awaited<ReturnType<typeof client.scripts.fitting>>[number];
