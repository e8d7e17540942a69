import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from '#renderer/components/day-field.tsx';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { DraftNote, FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { useDraft } from '#renderer/lib/draft.ts';
import { codeOf } from '#renderer/lib/failure.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { undoOf } from '#renderer/lib/undo.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useToday } from '#renderer/lib/use-today.ts';
import type { StudentPage } from './form-value.ts';

/** Marks that nobody is to be contacted from a day on, or ends it; either way a reason is kept. */
export function DoNotContactDialog({ page: { student }, onClose }: { page: StudentPage; onClose: () => void }) {
  const { t } = useTranslation('students');
  const format = useFormat();
  const today = useToday();
  const since = student.doNotContactOn;
  const mode = since === null ? 'set' : 'end';
  const ids = { day: useId(), reason: useId() };
  const draft = useDraft(`students.do-not-contact.${mode}.${student.id}`, { initial: { on: today, reason: '' } });
  const [missing, setMissing] = useState(false);
  const [seen, setSeen] = useState(student.version);
  const save = useMutation(
    orpc.students.setDoNotContact.mutationOptions({
      onSuccess: (done) => {
        onClose();
        notifyDone({ message: t(`quiet.${mode}Done`), undo: undoOf(done) });
      },
      onError: (error) => (codeOf(error) === 'STALE' ? setSeen(student.version) : undefined),
    }),
  );
  const { on, reason } = draft.value;

  async function run(): Promise<void> {
    if (reason.trim() === '') {
      setMissing(true);
      document.getElementById(ids.reason)?.focus();
      return;
    }
    await save.mutateAsync({ id: student.id, version: seen, on: since === null ? on : null, reason: reason.trim() }).then(
      () => draft.finish(),
      // the failure stands in the form
      () => undefined,
    );
  }

  return (
    <Dialog
      title={t(`quiet.${mode}Title`, { name: student.name })}
      size={480}
      onClose={onClose}
      dirty={draft.dirty}
      kept
      state={<DraftNote draft={draft} />}
      actions={
        <SaveButton onSave={() => void run()} saving={save.isPending}>
          {t(`quiet.${mode}`)}
        </SaveButton>
      }
    >
      {save.error ? <FailurePanel error={save.error} inline /> : null}
      {since === null ? (
        <FieldRow label={t('quiet.from')} htmlFor={ids.day}>
          <DayField
            id={ids.day}
            w={170}
            maxDate={today}
            value={on}
            onChange={(next) => draft.setValue((now) => ({ ...now, on: next ?? now.on }))}
          />
        </FieldRow>
      ) : (
        <FieldRow label={t('quiet.from')}>
          <p style={{ paddingTop: 5 }}>{format.day(since)}</p>
        </FieldRow>
      )}
      <FieldRow
        label={t('quiet.reason')}
        htmlFor={ids.reason}
        required
        error={missing && reason.trim() === '' ? t('quiet.missing') : null}
        hint={t('quiet.hint')}
      >
        <TextInput
          id={ids.reason}
          data-autofocus
          value={reason}
          maxLength={200}
          placeholder={t(`quiet.${mode}Example`)}
          onChange={(event) => {
            const words = event.currentTarget.value;
            draft.setValue((now) => ({ ...now, reason: words }));
          }}
        />
      </FieldRow>
    </Dialog>
  );
}
