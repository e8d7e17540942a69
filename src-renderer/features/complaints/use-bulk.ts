import { useState } from 'react';
import { client } from '#renderer/lib/client.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';

export type BulkAct = Parameters<typeof client.complaints.bulk>[0]['act'];
type Answer = Awaited<ReturnType<typeof client.complaints.bulk>>;
export type Refusal = Answer['refused'][number];
type Item = { readonly id: string; readonly version: number };

/** Runs one act on many: one command, one undo. Who refused is answered, and kept until it was read. */
export function useBulk() {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly Refusal[]>([]);
  /** Answers whether anything was done. */
  async function run(items: readonly Item[], act: BulkAct, message: (count: number) => string): Promise<boolean> {
    setBusy(true);
    try {
      const answer = await client.complaints.bulk({ items: items.map(({ id, version }) => ({ id, version })), act });
      setRefused(answer.refused);
      const { commandId } = answer;
      if (answer.done > 0) notifyDone({ message: message(answer.done), undo: () => client.audit.undo({ commandId }) });
      return answer.done > 0;
    } catch (error) {
      notifyFailure(error);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { busy, refused, run, read: () => setRefused([]) };
}
export type Bulk = ReturnType<typeof useBulk>;
