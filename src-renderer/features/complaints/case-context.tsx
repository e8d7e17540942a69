import { createContext, useContext } from 'react';
import type { Done } from '#shared/contract/fields.ts';
import type { CasePage } from './types.ts';

/** The dialogs of the page; those about one part of it carry its id. */
export type PlainDialog =
  | 'amend'
  | 'tags'
  | 'wait'
  | 'hand'
  | 'assign'
  | 'decide'
  | 'tell'
  | 'reply'
  | 'cause'
  | 'close'
  | 'reopen'
  | 'withdraw'
  | 'severity'
  | 'policy'
  | 'person'
  | 'link'
  | 'merge'
  | 'split'
  | 'task'
  | 'unreached';
export type CaseDialog =
  | { readonly kind: PlainDialog }
  | { readonly kind: 'extend' | 'ask' | 'declineExtension' | 'handler' | 'done' | 'drop' | 'tellOne' | 'move'; readonly of: string };

export interface CaseDesk {
  readonly page: CasePage;
  readonly open: (dialog: CaseDialog) => void;
  /** Runs an act that needs no form, on the version that is shown. */
  readonly act: (run: (act: { id: string; version: number }) => Promise<Done>, done: string) => void;
  readonly busy: boolean;
}

const CaseContext = createContext<CaseDesk | null>(null);
export const CaseProvider = CaseContext.Provider;

/** The complaint that the page shows and what can be done with it. */
export function useCase(): CaseDesk {
  const desk = useContext(CaseContext);
  if (!desk) throw new Error('useCase outside of a complaint page');
  return desk;
}
