import { SegmentedControl, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from '#renderer/components/day-field.tsx';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { DraftNote, FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { StaffSelect } from '#renderer/components/staff-select.tsx';
import { useDraft } from '#renderer/lib/draft.ts';
import { failureData } from '#renderer/lib/failure.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { splitPerson } from '#renderer/lib/person-text.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { undoOf } from '#renderer/lib/undo.ts';
import { useToday } from '#renderer/lib/use-today.ts';
import { Duplicates } from './duplicates.tsx';
import { emptyForm, type FormValue, formOf, type StudentPage, type StudentValue } from './form-value.ts';
import { GuardianFields } from './guardian-fields.tsx';

/** A new student (n s) with guardians. */
export function NewStudentDialog({ params, onClose }: { params: Readonly<Record<string, string>>; onClose: () => void }) {
  const { t } = useTranslation('students');
  const navigate = useNavigate();
  const { key } = useSaveKey();
  const save = useMutation(
    orpc.students.create.mutationOptions({
      onSuccess: (done) => {
        onClose();
        notifyDone({ message: t('form.created', { number: done.number }), undo: undoOf(done) });
        void navigate({ to: '/students/$id', params: { id: done.id } });
      },
    }),
  );
  return (
    <StudentForm
      title={t('form.new')}
      draftKey="students.create"
      initial={emptyForm(params.name)}
      saving={save.isPending}
      error={save.error}
      onSave={(value) =>
        save.mutateAsync({
          key,
          student: value.student,
          guardians: value.guardians.filter((each) => each.name.trim() !== '' || each.phone.trim() !== ''),
        })
      }
      onClose={onClose}
    />
  );
}

/** Changes what is known of a student. Guardians are changed one by one on the page (guardian-dialog.tsx). */
export function EditStudentDialog({ page, onClose }: { page: StudentPage; onClose: () => void }) {
  const { t } = useTranslation('students');
  const { id, version } = page.student;
  const save = useMutation(
    orpc.students.update.mutationOptions({
      onSuccess: (done) => {
        onClose();
        notifyDone({ message: t('form.changed'), undo: undoOf(done) });
      },
    }),
  );
  return (
    <StudentForm
      title={t('form.edit', { name: page.student.name })}
      draftKey={`students.edit.${id}`}
      initial={formOf(page)}
      editing={id}
      saving={save.isPending}
      error={save.error}
      onSave={(value) => save.mutateAsync({ id, version, student: value.student })}
      onClose={onClose}
    />
  );
}

interface StudentFormProps {
  readonly title: string;
  readonly draftKey: string;
  readonly initial: FormValue;
  /** Id of the student that is being changed; none = a new one. */
  readonly editing?: string;
  readonly saving: boolean;
  readonly error: unknown;
  readonly onSave: (value: FormValue) => Promise<unknown>;
  readonly onClose: () => void;
}

/** The field that the core refused, as the form names it. */
function refusedField(error: unknown): { field: string; guardian: number | null } | null {
  const field = failureData(error, 'INVALID')?.field;
  if (typeof field !== 'string') return null;
  const guardian = /^guardians\.(\d+)\.phone$/.exec(field);
  return { field, guardian: guardian ? Number(guardian[1]) : null };
}

function StudentForm({ title, draftKey, initial, editing, saving, error, onSave, onClose }: StudentFormProps) {
  const { t } = useTranslation('students');
  const navigate = useNavigate();
  const draft = useDraft<FormValue>(draftKey, { initial });
  const [missing, setMissing] = useState(false);
  const ids = {
    name: useId(),
    phone: useId(),
    birth: useId(),
    school: useId(),
    grade: useId(),
    source: useId(),
    advisor: useId(),
    wechat: useId(),
    tags: useId(),
    remark: useId(),
  };
  const { student, guardians } = draft.value;
  const set = (change: Partial<StudentValue>) => draft.setValue((now) => ({ ...now, student: { ...now.student, ...change } }));
  const refused = refusedField(error);
  const named = student.name.trim() !== '';
  const today = useToday();

  async function save(): Promise<void> {
    if (!named) {
      setMissing(true);
      document.getElementById(ids.name)?.focus();
      return;
    }
    await onSave(draft.value).then(
      () => draft.finish(),
      // the failure stands in the form
      () => undefined,
    );
  }

  return (
    <Dialog
      title={title}
      size={780}
      onClose={onClose}
      dirty={draft.dirty}
      kept
      state={<DraftNote draft={draft} />}
      actions={
        <SaveButton onSave={() => void save()} saving={saving}>
          {editing ? undefined : t('form.create')}
        </SaveButton>
      }
    >
      {error && !refused ? <FailurePanel error={error} inline /> : null}
      <FieldRow
        label={t('field.name')}
        htmlFor={ids.name}
        required
        error={
          missing && !named
            ? t('form.nameMissing')
            : refused?.field === 'name'
              ? t('form.nameWrong')
              : refused?.field === 'phone'
                ? t('form.phoneWrong')
                : null
        }
        hint={editing ? undefined : t('form.pasteHint')}
      >
        <div className="row gap-12">
          <TextInput
            id={ids.name}
            className="grow"
            data-autofocus
            value={student.name}
            maxLength={200}
            onChange={(event) => set({ name: event.currentTarget.value })}
            onPaste={(event) => {
              const person = splitPerson(event.clipboardData.getData('text'));
              if (!person) return;
              event.preventDefault();
              set(person);
            }}
          />
          <label htmlFor={ids.phone} className="tx-2 nowrap">
            {t('form.ownPhone')}
          </label>
          <TextInput
            id={ids.phone}
            w={170}
            inputMode="tel"
            value={student.phone}
            maxLength={40}
            onChange={(event) => set({ phone: event.currentTarget.value })}
            onFocus={(event) => event.currentTarget.select()}
          />
        </div>
      </FieldRow>
      <FieldRow label={t('field.gender')} error={refused?.field === 'birthOn' ? t('form.birthWrong') : null}>
        <div className="row gap-12">
          <SegmentedControl
            aria-label={t('field.gender')}
            value={student.gender}
            onChange={(gender) => set({ gender: gender as StudentValue['gender'] })}
            data={(['female', 'male', ''] as const).map((value) => ({ value, label: t(`gender.${value || 'unknown'}`) }))}
          />
          <label htmlFor={ids.birth} className="tx-2 nowrap">
            {t('field.birthOn')}
          </label>
          <DayField id={ids.birth} w={170} clearable maxDate={today} value={student.birthOn} onChange={(birthOn) => set({ birthOn })} />
        </div>
      </FieldRow>
      {editing ? null : (
        <FieldRow label={t('field.guardians')}>
          <GuardianFields
            value={guardians}
            onChange={(next) => draft.setValue((now) => ({ ...now, guardians: next }))}
            wrongPhone={refused?.guardian ?? null}
          />
        </FieldRow>
      )}
      <Duplicates
        value={draft.value}
        exceptId={editing ?? null}
        onOpen={(id) => {
          onClose();
          void navigate({ to: '/students/$id', params: { id } });
        }}
      />
      <FieldRow label={t('field.school')} htmlFor={ids.school}>
        <div className="row gap-12">
          <TextInput
            id={ids.school}
            className="grow"
            value={student.school}
            maxLength={200}
            onChange={(event) => set({ school: event.currentTarget.value })}
          />
          <label htmlFor={ids.grade} className="tx-2 nowrap">
            {t('field.grade')}
          </label>
          <TextInput
            id={ids.grade}
            w={170}
            value={student.grade}
            maxLength={200}
            onChange={(event) => set({ grade: event.currentTarget.value })}
          />
        </div>
      </FieldRow>
      <FieldRow label={t('field.source')} htmlFor={ids.source}>
        <div className="row gap-12">
          <TextInput
            id={ids.source}
            className="grow"
            value={student.source}
            maxLength={200}
            onChange={(event) => set({ source: event.currentTarget.value })}
          />
          <label htmlFor={ids.advisor} className="tx-2 nowrap">
            {t('field.advisor')}
          </label>
          <StaffSelect
            id={ids.advisor}
            label={t('field.advisor')}
            width={170}
            clearable
            value={student.advisorId}
            onChange={(advisorId) => set({ advisorId })}
          />
        </div>
      </FieldRow>
      <FieldRow label={t('field.tags')} htmlFor={ids.tags}>
        <div className="row gap-12">
          <TagsInput
            id={ids.tags}
            className="grow"
            value={[...student.tags]}
            maxTags={20}
            onChange={(tags) => set({ tags })}
            placeholder={student.tags.length === 0 ? t('form.tagsHint') : undefined}
          />
          <label htmlFor={ids.wechat} className="tx-2 nowrap">
            {t('field.wechat')}
          </label>
          <TextInput
            id={ids.wechat}
            w={170}
            value={student.wechat}
            maxLength={200}
            onChange={(event) => set({ wechat: event.currentTarget.value })}
          />
        </div>
      </FieldRow>
      <FieldRow label={t('field.remark')} htmlFor={ids.remark}>
        <Textarea
          id={ids.remark}
          autosize
          minRows={2}
          maxRows={5}
          value={student.remark}
          onChange={(event) => set({ remark: event.currentTarget.value })}
        />
      </FieldRow>
    </Dialog>
  );
}
