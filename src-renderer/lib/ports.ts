import type { InferContractRouterOutputs } from '@orpc/contract';
import type { contract } from '#shared/contract/index.ts';

/**
 * What the frame itself needs of the core. The transport gives it once, before the first render (`providePorts` in
 * main.tsx); screens use the generated client instead.
 */

type Answers = InferContractRouterOutputs<typeof contract>;
export type SessionInfo = Answers['session']['current'];
export type SessionPerson = NonNullable<SessionInfo['person']>;

export interface DraftStore {
  load(input: { form: string }): Promise<{ value: string; savedAt: number } | null>;
  save(input: { form: string; staffId: string; value: string }): Promise<{ savedAt: number }>;
  drop(input: { form: string; staffId: string }): Promise<unknown>;
}

export interface CorePorts {
  readonly session: {
    current(): Promise<SessionInfo>;
    lock(): Promise<unknown>;
  };
  readonly drafts: DraftStore;
}

let provided: CorePorts | undefined;

/** Gives the frame its connection to the core. */
export function providePorts(ports: CorePorts): void {
  provided = ports;
}

/** The connection; asking before it was given is a mistake of the composition. */
export function ports(): CorePorts {
  if (!provided) throw new Error('providePorts was not called');
  return provided;
}
