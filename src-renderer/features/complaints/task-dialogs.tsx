import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { MomentField } from '#renderer/components/moment-field.tsx';
import { StaffSelect } from '#renderer/components/staff-select.tsx';
import { client } from '#renderer/lib/client.ts';
import { serverNow } from '#renderer/lib/now.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { ActDialog } from './act-dialog.tsx';
import { useCase } from './case-context.tsx';
import { useAheadPresets } from './use-ahead-presets.ts';

type Close = { readonly onClose: () => void };

/** Something to do for this complaint: what, by whom, until when. */
export function TaskDialog({ onClose }: Close) {
  const { t } = useTranslation('bonds');
  const { t: tc } = useTranslation('complaints');
  const { page } = useCase();
  const { key } = useSaveKey();
  const presets = useAheadPresets();
  return (
    <ActDialog
      form="task"
      title={t('task.title')}
      action={t('task.action')}
      done={t('done.task')}
      initial={{ words: '', ownerId: page.complaint.owner?.id ?? (null as string | null), dueAt: null as number | null }}
      check={({ words, ownerId, dueAt }) => ({
        'task-words': words.trim() === '' ? t('task.wordsMissing') : undefined,
        'task-owner': ownerId === null ? tc('error.person') : undefined,
        'task-due': dueAt === null ? tc('error.until') : dueAt <= serverNow() ? tc('error.notAfter') : undefined,
      })}
      act={(act, { words, ownerId, dueAt }) => client.complaints.addTask({ ...act, words, ownerId: ownerId ?? '', dueAt: dueAt ?? 0, key })}
      texts={[{ key: 'words', label: t('task.words') }]}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('task.words')} htmlFor="task-words" required error={errors['task-words']}>
            <TextInput
              id="task-words"
              data-autofocus
              maxLength={200}
              placeholder={t('task.wordsHint')}
              value={value.words}
              onChange={(event) => patch({ words: event.currentTarget.value })}
            />
          </FieldRow>
          <FieldRow label={t('task.owner')} htmlFor="task-owner" required error={errors['task-owner']}>
            <StaffSelect id="task-owner" label={t('task.owner')} value={value.ownerId} onChange={(ownerId) => patch({ ownerId })} />
          </FieldRow>
          <FieldRow label={t('task.due')} htmlFor="task-due" required error={errors['task-due']}>
            <MomentField
              id="task-due"
              label={t('task.due')}
              nullText={tc('wait.untilHint')}
              value={value.dueAt}
              onChange={(dueAt) => patch({ dueAt })}
              presets={presets}
            />
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}

/** Another time for what was promised or is to do. */
export function MoveDialog({ promiseId, onClose }: Close & { promiseId: string }) {
  const { t } = useTranslation('bonds');
  const { t: tc } = useTranslation('complaints');
  const { page } = useCase();
  const presets = useAheadPresets();
  const promise = page.promises.find((each) => each.id === promiseId);
  return (
    <ActDialog
      form="move"
      title={t('task.moveTitle')}
      action={t('task.moveAction')}
      done={t('done.move')}
      initial={{ dueAt: null as number | null, reason: '' }}
      check={({ dueAt }) => ({
        'move-due': dueAt === null ? tc('error.until') : dueAt <= serverNow() ? tc('error.notAfter') : undefined,
      })}
      act={(act, { dueAt, reason }) => client.complaints.movePromise({ ...act, promiseId, dueAt: dueAt ?? 0, reason })}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <p className="tx-2" style={{ marginBottom: 12 }}>
            {promise?.words}
          </p>
          <FieldRow label={t('task.due')} htmlFor="move-due" required error={errors['move-due']}>
            <MomentField
              id="move-due"
              label={t('task.due')}
              nullText={tc('wait.untilHint')}
              value={value.dueAt}
              onChange={(dueAt) => patch({ dueAt })}
              presets={presets}
            />
          </FieldRow>
          <FieldRow label={t('task.moveReason')} htmlFor="move-reason">
            <TextInput
              id="move-reason"
              maxLength={200}
              value={value.reason}
              onChange={(event) => patch({ reason: event.currentTarget.value })}
            />
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}
