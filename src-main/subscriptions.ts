import type { Commands } from './base/command.ts';
import type { Events } from './base/events.ts';
import type { Ids } from './base/ids.ts';

export type SubscriptionDeps = { events: Events; commands: Commands; ids: Ids };

/**
 * Where slices are joined without importing each other: domain events, inverses and counter-entries for undo. Called for every
 * connection that writes (main and workers).
 */
export function subscribeEvents(_deps: SubscriptionDeps): void {}
