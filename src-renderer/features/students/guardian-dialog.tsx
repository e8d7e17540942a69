import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '#renderer/components/confirm-dialog.tsx';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { DraftNote, FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { useDraft } from '#renderer/lib/draft.ts';
import { codeOf, failureData } from '#renderer/lib/failure.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { splitPerson } from '#renderer/lib/person-text.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { undoOf } from '#renderer/lib/undo.ts';
import { normalisePhone } from '#shared/rules/phones.ts';
import { emptyGuardian, type Guardian, type GuardianValue, RELATIONS, type StudentPage } from './form-value.ts';
import classes from './students.module.css';

const FLAGS = ['isPrimary', 'isPayer', 'mayPickUp'] as const;

interface Props {
  readonly page: StudentPage;
  readonly onClose: () => void;
}

/** A further guardian of this student: a new person, or the one who has the number already. */
export function AddGuardianDialog({ page, onClose }: Props) {
  const { t } = useTranslation('students');
  const { student, guardians } = page;
  const { key } = useSaveKey();
  const [seen, setSeen] = useState(student.version);
  const save = useMutation(
    orpc.students.addGuardian.mutationOptions({
      onSuccess: (done) => {
        onClose();
        notifyDone({ message: t('guardian.added'), undo: undoOf(done) });
      },
      // told that somebody else changed it, the next try is about what stands there now
      onError: (error) => (codeOf(error) === 'STALE' ? setSeen(student.version) : undefined),
    }),
  );
  return (
    <GuardianForm
      title={t('guardian.add', { name: student.name })}
      draftKey={`students.guardian.${student.id}`}
      initial={emptyGuardian(guardians.length === 0)}
      page={page}
      guardian={null}
      saving={save.isPending}
      error={save.error}
      onSave={(guardian) => save.mutateAsync({ studentId: student.id, version: seen, guardian, key })}
      onClose={onClose}
    />
  );
}

/** Changes a guardian. The number stands there masked and stays unless another is typed. */
export function EditGuardianDialog({ page, guardian, onClose }: Props & { guardian: Guardian }) {
  const { t } = useTranslation('students');
  const { student } = page;
  const now = { version: student.version, guardianVersion: guardian.version };
  const [seen, setSeen] = useState(now);
  const save = useMutation(
    orpc.students.updateGuardian.mutationOptions({
      onSuccess: (done) => {
        onClose();
        notifyDone({ message: t('guardian.changed'), undo: undoOf(done) });
      },
      onError: (error) => (codeOf(error) === 'STALE' ? setSeen(now) : undefined),
    }),
  );
  const { name, relation, phoneMasked, isPrimary, isPayer, mayPickUp } = guardian;
  return (
    <GuardianForm
      title={t('guardian.edit', { name: name || t(`relation.${relation || 'other'}`) })}
      draftKey={`students.guardian.${student.id}.${guardian.id}`}
      initial={{ name, relation, phone: phoneMasked, isPrimary, isPayer, mayPickUp }}
      page={page}
      guardian={guardian}
      saving={save.isPending}
      error={save.error}
      onSave={(value) => save.mutateAsync({ studentId: student.id, guardianId: guardian.id, ...seen, guardian: value })}
      remove={<RemoveGuardian page={page} guardian={guardian} onDone={onClose} />}
      onClose={onClose}
    />
  );
}

/** Takes the link away after a question that says what goes and what stays. */
function RemoveGuardian({ page: { student }, guardian, onDone }: { page: StudentPage; guardian: Guardian; onDone: () => void }) {
  const { t } = useTranslation('students');
  const [asking, setAsking] = useState(false);
  const who = guardian.name || t(`relation.${guardian.relation || 'other'}`);
  const remove = useMutation(
    orpc.students.removeGuardian.mutationOptions({
      onSuccess: (done) => {
        onDone();
        notifyDone({ message: t('guardian.removed', { name: who }), undo: undoOf(done) });
      },
      onError: (error) => {
        setAsking(false);
        notifyFailure(error);
      },
    }),
  );
  const names = guardian.siblings.map((each) => each.name).join(t('listComma'));
  return (
    <>
      <Button variant="subtle" color="red" c="var(--red)" onClick={() => setAsking(true)}>
        {t('guardian.remove')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('guardian.removeTitle', { name: who, student: student.name })}
        action={t('guardian.remove')}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ studentId: student.id, guardianId: guardian.id, version: student.version })}
        onCancel={() => setAsking(false)}
      >
        {names === '' ? t('guardian.removeAlone') : t('guardian.removeShared', { names })}
      </ConfirmDialog>
    </>
  );
}

interface FormProps extends Props {
  readonly title: string;
  readonly draftKey: string;
  readonly initial: GuardianValue;
  /** The one who is being changed; null = a further one. */
  readonly guardian: Guardian | null;
  readonly saving: boolean;
  readonly error: unknown;
  readonly onSave: (value: GuardianValue) => Promise<unknown>;
  readonly remove?: ReactNode;
}

function GuardianForm({ title, draftKey, initial, page, guardian, saving, error, onSave, remove, onClose }: FormProps) {
  const { t } = useTranslation('students');
  const draft = useDraft<GuardianValue>(draftKey, { initial });
  const [missing, setMissing] = useState(false);
  const ids = { name: useId(), relation: useId(), phone: useId() };
  const { value } = draft;
  const set = (change: Partial<GuardianValue>) => draft.setValue((now) => ({ ...now, ...change }));
  const empty = value.name.trim() === '' && value.phone.trim() === '';
  const holder = useHolder(value.phone, guardian);
  const mine = holder !== null && page.guardians.some((each) => each.id === holder.id);
  const refused = refusedField(error);
  // exactly one is the primary contact: it is passed on by choosing another one, never dropped
  const fixed = guardian ? guardian.isPrimary : page.guardians.length === 0;

  async function save(): Promise<void> {
    if (empty) {
      setMissing(true);
      document.getElementById(ids.name)?.focus();
      return;
    }
    await onSave(value).then(
      () => draft.finish(),
      // the failure stands in the form
      () => undefined,
    );
  }

  return (
    <Dialog
      title={title}
      size={620}
      onClose={onClose}
      dirty={draft.dirty}
      kept
      state={<DraftNote draft={draft} />}
      hints={remove}
      actions={
        <SaveButton onSave={() => void save()} saving={saving}>
          {guardian ? undefined : t('guardian.save')}
        </SaveButton>
      }
    >
      {error && !refused ? <FailurePanel error={error} inline /> : null}
      {guardian && guardian.siblings.length > 0 ? (
        <Strip>{t('guardian.shared', { names: guardian.siblings.map((each) => each.name).join(t('listComma')) })}</Strip>
      ) : null}
      <FieldRow
        label={t('form.guardianName')}
        htmlFor={ids.name}
        error={missing && empty ? t('guardian.missing') : null}
        hint={guardian ? undefined : t('form.pasteHint')}
      >
        <TextInput
          id={ids.name}
          data-autofocus
          value={value.name}
          maxLength={200}
          onChange={(event) => set({ name: event.currentTarget.value })}
          onPaste={(event) => {
            const person = splitPerson(event.clipboardData.getData('text'));
            if (!person) return;
            event.preventDefault();
            set(person);
          }}
        />
      </FieldRow>
      <FieldRow label={t('guardian.relation')} htmlFor={ids.relation}>
        <Select
          id={ids.relation}
          w={170}
          data={RELATIONS.map((relation) => ({ value: relation, label: t(`relation.${relation}`) }))}
          value={value.relation || 'other'}
          onChange={(relation) => set({ relation: (relation ?? '') as GuardianValue['relation'] })}
          allowDeselect={false}
        />
      </FieldRow>
      <FieldRow
        label={t('form.phone')}
        htmlFor={ids.phone}
        error={refused === 'phone' ? t('form.phoneWrong') : mine || refused === 'linked' ? t('guardian.mine') : null}
        hint={guardian ? t('guardian.phoneStays') : undefined}
      >
        <TextInput
          id={ids.phone}
          w={170}
          inputMode="tel"
          value={value.phone}
          maxLength={40}
          onChange={(event) => set({ phone: event.currentTarget.value })}
          onFocus={(event) => event.currentTarget.select()}
        />
      </FieldRow>
      {holder && !mine ? <Held holder={holder} editing={guardian !== null} /> : null}
      <FieldRow label={t('guardian.roles')} hint={fixed ? t('guardian.primaryStays') : undefined}>
        <div className="row gap-16" style={{ minHeight: 30 }}>
          {FLAGS.map((flag) => (
            <Checkbox
              key={flag}
              label={t(`form.${flag}`)}
              checked={flag === 'isPrimary' && fixed ? true : value[flag]}
              disabled={flag === 'isPrimary' && fixed}
              onChange={(event) => set({ [flag]: event.currentTarget.checked })}
            />
          ))}
        </div>
      </FieldRow>
    </Dialog>
  );
}

type Holder = { readonly id: string; readonly name: string; readonly students: readonly { readonly id: string; readonly name: string }[] };

/** Whose the whole number is that was typed; null while it is nobody's, or the number of the one who is being changed. */
function useHolder(typed: string, guardian: Guardian | null): Holder | null {
  const phone = useDeferredValue(normalisePhone(typed) ?? '');
  const { data } = useQuery(orpc.students.guardianByPhone.queryOptions({ input: { phone }, enabled: phone !== '', gcTime: 10_000 }));
  return phone === '' || !data || data.id === guardian?.id ? null : data;
}

/** The number belongs to somebody who is known: a further guardian is this person; somebody else's number is no new one. */
function Held({ holder, editing }: { holder: Holder; editing: boolean }) {
  const { t } = useTranslation('students');
  const who = holder.name || t('relation.other');
  const names = holder.students.map((each) => each.name).join(t('listComma'));
  const key = `guardian.${editing ? 'taken' : 'known'}${names === '' ? 'Alone' : ''}` as const;
  return <Strip>{t(key, { name: who, names })}</Strip>;
}

function Strip({ children }: { children: string }) {
  return (
    <div className={classes.duplicates} role="status">
      <div className="row gap-8">
        <IconUsers size={16} aria-hidden="true" />
        <span className="grow">{children}</span>
      </div>
    </div>
  );
}

/** What the form itself can say of a refusal; the rest is a failure like any other. */
function refusedField(error: unknown): 'phone' | 'linked' | 'taken' | null {
  if (failureData(error, 'TAKEN')?.field === 'phone') return 'taken';
  const invalid = failureData(error, 'INVALID');
  if (invalid?.field !== 'phone') return null;
  return invalid.reason === 'linked_already' ? 'linked' : 'phone';
}
