import { Select, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from '#renderer/components/day-field.tsx';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { DraftNote, FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { StaffSelect } from '#renderer/components/staff-select.tsx';
import { StudentSelect } from '#renderer/components/student-select.tsx';
import { useDraft } from '#renderer/lib/draft.ts';
import type { CreateParams } from '#renderer/lib/frame.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { usePerson } from '#renderer/lib/session.tsx';
import { undoOf } from '#renderer/lib/undo.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useToday } from '#renderer/lib/use-today.ts';
import { addDays } from '#shared/rules/zone.ts';
import { RecordDialog } from './record-dialog.tsx';

/**
 * From anywhere: `openCreate('new.follow-up')` plans one (n f), `{ studentId }` for that student, `{ followUpId }` opens one
 * that exists and records what came of it.
 */
export function FollowUpDialog({ params, onClose }: { params: CreateParams; onClose: () => void }) {
  return params.followUpId ? (
    <RecordDialog key={params.followUpId} id={params.followUpId} onClose={onClose} />
  ) : (
    <Planning studentId={params.studentId} onClose={onClose} />
  );
}

interface Value {
  readonly student: { readonly id: string; readonly name: string; readonly number: string } | null;
  readonly guardianId: string | null;
  readonly reason: string;
  readonly dueOn: string | null;
  readonly ownerId: string | null;
}

function Planning({ studentId, onClose }: { studentId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('follow-ups');
  const format = useFormat();
  const today = useToday();
  const me = usePerson();
  const { key } = useSaveKey();
  const draft = useDraft<Value>(studentId ? `follow-ups.create.${studentId}` : 'follow-ups.create', {
    initial: { student: null, guardianId: null, reason: '', dueOn: addDays(today, 1), ownerId: me.id },
  });
  const { value } = draft;
  const set = (change: Partial<Value>) => draft.setValue((now) => ({ ...now, ...change }));
  const [checked, setChecked] = useState(false);
  const chosenId = studentId ?? value.student?.id;
  const student = useQuery(orpc.students.get.queryOptions({ input: { id: chosenId ?? '' }, enabled: chosenId !== undefined }));
  const ids = { student: useId(), guardian: useId(), reason: useId(), day: useId(), owner: useId() };
  const guardians = student.data?.guardians ?? [];
  const errors = {
    student: chosenId === undefined ? t('error.student') : null,
    reason: value.reason.trim() === '' ? t('error.reason') : null,
    dueOn: value.dueOn === null ? t('error.day') : value.dueOn < today ? t('error.pastDay') : null,
  };
  const save = useMutation(
    orpc.followUps.create.mutationOptions({
      onSuccess: (done) => {
        draft.finish();
        onClose();
        notifyDone({ message: t('planned', { day: value.dueOn ? format.nearDay(value.dueOn, today) : '' }), undo: undoOf(done) });
      },
    }),
  );
  function run(): void {
    const first = errors.student ? ids.student : errors.reason ? ids.reason : errors.dueOn ? ids.day : null;
    if (first || chosenId === undefined || value.dueOn === null) {
      setChecked(true);
      if (first) document.getElementById(first)?.focus();
      return;
    }
    save.mutate({
      studentId: chosenId,
      guardianId: value.guardianId,
      reason: value.reason.trim(),
      dueOn: value.dueOn,
      ownerId: value.ownerId,
      key,
    });
  }
  return (
    <Dialog
      title={t('planTitle')}
      size={600}
      onClose={onClose}
      dirty={draft.dirty}
      kept
      state={<DraftNote draft={draft} />}
      actions={
        <SaveButton onSave={run} saving={save.isPending}>
          {t('plan')}
        </SaveButton>
      }
    >
      {save.isError ? <FailurePanel error={save.error} inline /> : null}
      <FieldRow label={t('field.student')} htmlFor={ids.student} required error={checked ? errors.student : null}>
        {studentId ? (
          <p className="medium" style={{ paddingTop: 5 }}>
            {student.data ? `${student.data.student.name} ${student.data.student.number}` : ''}
          </p>
        ) : (
          <StudentSelect
            id={ids.student}
            label={t('field.student')}
            autoFocus
            value={value.student}
            error={checked && errors.student !== null}
            onChange={(chosen) => set({ student: chosen, guardianId: null })}
          />
        )}
      </FieldRow>
      {guardians.length > 1 ? (
        <FieldRow label={t('field.guardian')} htmlFor={ids.guardian}>
          <Select
            id={ids.guardian}
            clearable
            placeholder={t('primary')}
            data={guardians.map((each) => ({ value: each.id, label: `${t(`relation.${each.relation || 'other'}`)} ${each.name}`.trim() }))}
            value={value.guardianId}
            onChange={(guardianId) => set({ guardianId })}
          />
        </FieldRow>
      ) : null}
      <FieldRow label={t('field.reason')} htmlFor={ids.reason} required error={checked ? errors.reason : null}>
        <Textarea
          id={ids.reason}
          data-autofocus={studentId ? true : undefined}
          autosize
          minRows={2}
          maxLength={200}
          value={value.reason}
          placeholder={t('placeholder.reason')}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
      </FieldRow>
      <FieldRow label={t('field.due')} htmlFor={ids.day} required error={checked ? errors.dueOn : null}>
        <div className="row gap-12">
          <DayField id={ids.day} w={170} minDate={today} value={value.dueOn} onChange={(dueOn) => set({ dueOn })} />
          <label htmlFor={ids.owner} className="tx-2 nowrap">
            {t('field.owner')}
          </label>
          <StaffSelect
            id={ids.owner}
            label={t('field.owner')}
            width={180}
            workers
            value={value.ownerId}
            onChange={(ownerId) => set({ ownerId: ownerId ?? me.id })}
          />
        </div>
      </FieldRow>
    </Dialog>
  );
}
