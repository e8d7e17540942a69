import { type ReactNode, useState } from 'react';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { DraftNote, SaveButton } from '#renderer/components/form.tsx';
import { useDraft } from '#renderer/lib/draft.ts';
import { codeOf } from '#renderer/lib/failure.ts';
import type { Done } from '#shared/contract/fields.ts';
import { useCase } from './case-context.tsx';
import { type MyText, SideBySide } from './side-by-side.tsx';
import type { Act, CasePage } from './types.ts';
import { useAct } from './use-act.ts';
import { usePinned } from './use-pinned.ts';

/** Messages by the id of the field they stand beside, in the order of the form. */
export type FieldErrors = Readonly<Record<string, string | undefined>>;

/** A text of the form that others may write too; null = not touched. `saved` = what stands in the complaint. */
export interface SharedText<T> {
  readonly key: keyof T & string;
  readonly label: string;
  readonly saved?: (page: CasePage) => string;
}

interface ActDialogProps<T, R extends Done> {
  /** Names the draft: one per complaint and act. */
  readonly form: string;
  readonly title: string;
  readonly action: string;
  readonly initial: T;
  readonly check?: (value: T) => FieldErrors;
  readonly act: (act: Act, value: T) => Promise<R>;
  readonly done: string | ((result: R) => string);
  /** What is shown beside what others saved meanwhile. */
  readonly texts?: readonly SharedText<T>[];
  readonly onClose: () => void;
  readonly size?: number;
  readonly danger?: boolean;
  readonly after?: ReactNode;
  readonly children: (form: { value: T; patch: (part: Partial<T>) => void; errors: FieldErrors }) => ReactNode;
}

/**
 * The form of one act: draft per person, focus to the first error, what others did meanwhile, and nothing typed is lost when
 * the core refuses.
 */
export function ActDialog<T extends object, R extends Done>(props: ActDialogProps<T, R>) {
  const { page } = useCase();
  const { id } = page.complaint;
  const draft = useDraft<T>(`complaints.${props.form}.${id}`, {
    initial: props.initial,
    revive: (stored) => shapedLike(props.initial, stored),
  });
  const [errors, setErrors] = useState<FieldErrors>({});
  const { busy, error, run, clear } = useAct(id, { inForm: true });
  const pinned = usePinned(page);

  async function save(): Promise<void> {
    const found = props.check?.(draft.value) ?? {};
    setErrors(found);
    const first = Object.keys(found).find((field) => found[field]);
    if (first) return document.getElementById(first)?.focus();
    const ok = await run(() => props.act({ id, version: pinned.version }, draft.value), { done: props.done });
    if (!ok) return;
    draft.finish();
    props.onClose();
  }

  const stale = error !== null && codeOf(error) === 'STALE';
  return (
    <Dialog
      title={props.title}
      size={props.size ?? 560}
      onClose={props.onClose}
      dirty={draft.dirty}
      kept={draft.savedAt !== null}
      state={<DraftNote draft={draft} />}
      after={props.after}
      actions={
        <SaveButton onSave={() => void save()} saving={busy} color={props.danger ? 'red' : undefined}>
          {props.action}
        </SaveButton>
      }
    >
      <SideBySide
        meanwhile={pinned.meanwhile}
        mine={(props.texts ?? []).map(({ key, label, saved }): MyText => {
          const before = pinned.meanwhile?.before;
          return {
            key,
            label,
            text: String(draft.value[key] ?? ''),
            untouched: draft.value[key] === null,
            saved: saved?.(page),
            changed: saved !== undefined && before !== undefined && saved(page) !== saved(before),
            onTake: (text) => draft.setValue((now) => ({ ...now, [key]: text })),
          };
        })}
        onSeen={() => {
          pinned.seen();
          clear();
        }}
      />
      {error && !(stale && pinned.meanwhile) ? <FailurePanel error={error} inline /> : null}
      {props.children({ value: draft.value, patch: (part) => draft.setValue((now) => ({ ...now, ...part })), errors })}
    </Dialog>
  );
}

/** A draft of an older version is only taken when it has the same fields. */
function shapedLike<T extends object>(initial: T, stored: unknown): T | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const fits = Object.entries(initial).every(
    ([key, value]) => key in stored && (value === null || typeof value === typeof stored[key as keyof typeof stored]),
  );
  return fits ? (stored as T) : undefined;
}
