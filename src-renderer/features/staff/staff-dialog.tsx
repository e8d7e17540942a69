import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { DayField } from '#renderer/components/day-field.tsx';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { DraftNote, FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { useDraft } from '#renderer/lib/draft.ts';
import { codeOf, failureData } from '#renderer/lib/failure.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { serverNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { useZone } from '#renderer/lib/session.tsx';
import { type Department, department, type Role, role, type Severity, severity } from '#shared/contract/fields.ts';
import type { StaffRow } from '#shared/contract/staff.ts';
import { dayOf } from '#shared/rules/zone.ts';

const form = z.object({
  name: z.string(),
  login: z.string(),
  phone: z.string(),
  roles: z.array(role),
  departments: z.array(department),
  headOf: z.array(department),
  severities: z.array(severity).default(severity.options),
  joinedOn: z.string(),
  leftOn: z.string().nullable(),
});
type Form = z.infer<typeof form>;
const SHORTEST = 8;

/** Adds a person or changes one. The password stands outside of the draft: it is kept nowhere. */
export function StaffDialog({ row, onClose }: { row: StaffRow | null; onClose: () => void }) {
  const { t } = useTranslation(['staff', 'shell', 'session', 'common']);
  const zone = useZone();
  const { key } = useSaveKey();
  const draft = useDraft<Form>(row ? `staff.edit.${row.id}` : 'staff.new', {
    initial: row
      ? { ...form.parse(row) }
      : {
          name: '',
          login: '',
          phone: '',
          roles: ['specialist'],
          departments: ['service'],
          headOf: [],
          severities: [...severity.options],
          joinedOn: dayOf(serverNow(), zone),
          leftOn: null,
        },
    revive: (stored) => form.safeParse(stored).data,
  });
  const { value } = draft;
  const set = (changes: Partial<Form>) => draft.setValue((now) => ({ ...now, ...changes }));
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  // the version that was opened: who changed it meanwhile is not overwritten
  const [version] = useState(row?.version ?? 0);
  const create = useMutation(orpc.staff.create.mutationOptions());
  const update = useMutation(orpc.staff.update.mutationOptions());
  const failure: unknown = create.error ?? update.error;
  const taken = failureData(failure, 'TAKEN')?.field === 'login';
  const lastManager = failureData(failure, 'INVALID')?.reason === 'last_manager';
  const login = value.login.trim();

  const errors = {
    name: value.name.trim() === '' ? t('need.name') : undefined,
    login: taken ? t('need.otherLogin', { login }) : undefined,
    password: !row && login !== '' && password.length < SHORTEST ? t('session:password.short') : undefined,
    roles: login !== '' && value.roles.length === 0 ? t('need.role') : undefined,
    joinedOn: value.joinedOn === '' ? t('need.joinedOn') : undefined,
    leftOn: value.leftOn !== null && value.leftOn < value.joinedOn ? t('need.leftLater') : undefined,
  };
  const shown = (field: keyof typeof errors) => (tried || field === 'login' ? errors[field] : undefined);

  async function save(): Promise<void> {
    setTried(true);
    const wrong = Object.entries(errors).find(([field, words]) => words !== undefined && field !== 'login');
    if (wrong) return document.getElementById(`staff-${wrong[0]}`)?.focus();
    create.reset();
    update.reset();
    try {
      if (row) {
        const { commandId } = await update.mutateAsync({ ...value, id: row.id, version });
        notifyDone({ message: t('saved', { name: value.name }), undo: () => client.audit.undo({ commandId }) });
      } else {
        await create.mutateAsync({ ...value, password: login === '' ? null : password, key });
        notifyDone({ message: t('added', { name: value.name }) });
      }
      draft.finish();
      onClose();
    } catch (error) {
      if (codeOf(error) === 'TAKEN') document.getElementById('staff-login')?.focus();
    }
  }
  const flip = <T,>(all: readonly T[], one: T, on: boolean): T[] => (on ? [...all, one] : all.filter((each) => each !== one));
  return (
    <Dialog
      title={row ? t('editTitle', { name: row.name }) : t('add')}
      size={660}
      onClose={onClose}
      dirty={draft.dirty || password !== ''}
      kept
      state={<DraftNote draft={draft} />}
      actions={<SaveButton onSave={() => void save()} saving={create.isPending || update.isPending} />}
    >
      <FieldRow label={t('field.name')} htmlFor="staff-name" required error={shown('name')}>
        <TextInput
          id="staff-name"
          value={value.name}
          maxLength={200}
          data-autofocus
          autoComplete="off"
          error={shown('name') !== undefined}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
      </FieldRow>
      <FieldRow label={t('field.login')} htmlFor="staff-login" error={shown('login')} hint={t('hint.login')}>
        <TextInput
          id="staff-login"
          value={value.login}
          maxLength={60}
          autoComplete="off"
          spellCheck={false}
          error={shown('login') !== undefined}
          onChange={(event) => {
            set({ login: event.currentTarget.value });
            create.reset();
            update.reset();
          }}
        />
      </FieldRow>
      {!row && login !== '' ? (
        <FieldRow label={t('session:password.label')} htmlFor="staff-password" required error={shown('password')} hint={t('hint.password')}>
          <PasswordInput
            id="staff-password"
            value={password}
            maxLength={200}
            autoComplete="new-password"
            error={shown('password') !== undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('session:password.show') }}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </FieldRow>
      ) : null}
      <FieldRow label={t('field.roles')} error={shown('roles') ?? (lastManager ? t('need.manager') : undefined)} hint={t('hint.roles')}>
        <Choices
          label={t('field.roles')}
          all={role.options}
          chosen={value.roles}
          word={(each: Role) => t(`shell:role.${each}`)}
          onFlip={(each, on) => set({ roles: flip(value.roles, each, on) })}
          id="staff-roles"
        />
      </FieldRow>
      <FieldRow label={t('field.departments')}>
        <Choices
          label={t('field.departments')}
          all={department.options}
          chosen={value.departments}
          word={(each: Department) => t(`department.${each}`)}
          onFlip={(each, on) => set({ departments: flip(value.departments, each, on) })}
        />
      </FieldRow>
      <FieldRow label={t('field.headOf')} hint={t('hint.headOf')}>
        <Choices
          label={t('field.headOf')}
          all={department.options}
          chosen={value.headOf}
          word={(each: Department) => t(`department.${each}`)}
          onFlip={(each, on) => set({ headOf: flip(value.headOf, each, on) })}
        />
      </FieldRow>
      <FieldRow label={t('field.severities')} hint={t('hint.severities')}>
        <Choices
          label={t('field.severities')}
          all={severity.options}
          chosen={value.severities}
          word={(each: Severity) => t(`common:severity.${each}`)}
          onFlip={(each, on) => set({ severities: flip(value.severities, each, on) })}
        />
      </FieldRow>
      <FieldRow label={t('field.phone')} htmlFor="staff-phone">
        <TextInput
          id="staff-phone"
          value={value.phone}
          maxLength={40}
          w="14rem"
          inputMode="tel"
          autoComplete="off"
          onChange={(event) => set({ phone: event.currentTarget.value })}
        />
      </FieldRow>
      <FieldRow label={t('field.joinedOn')} htmlFor="staff-joinedOn" required error={shown('joinedOn')}>
        <DayField id="staff-joinedOn" value={value.joinedOn || null} w="11rem" onChange={(day) => set({ joinedOn: day ?? '' })} />
      </FieldRow>
      {row ? (
        <FieldRow label={t('field.leftOn')} htmlFor="staff-leftOn" error={shown('leftOn') ?? undefined} hint={t('hint.leftOn')}>
          <DayField id="staff-leftOn" value={value.leftOn} w="11rem" clearable onChange={(leftOn) => set({ leftOn })} />
        </FieldRow>
      ) : null}
      {row && row.login !== '' ? <NewPassword row={row} /> : null}
      {failure && !taken && !lastManager ? <FailurePanel inline error={failure} /> : null}
    </Dialog>
  );
}

function Choices<T extends string>({
  label,
  all,
  chosen,
  word,
  onFlip,
  id,
}: {
  label: string;
  all: readonly T[];
  chosen: readonly T[];
  word: (each: T) => string;
  onFlip: (each: T, on: boolean) => void;
  id?: string;
}) {
  return (
    <fieldset aria-label={label} className="row gap-16 wrap" style={{ margin: 0, padding: '7px 0 0', border: 0 }}>
      {all.map((each, index) => (
        <Checkbox
          key={each}
          id={index === 0 ? id : undefined}
          label={word(each)}
          checked={chosen.includes(each)}
          onChange={(event) => onFlip(each, event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}

/** A manager sets a new password for somebody who forgot theirs; nobody can read the old one. */
function NewPassword({ row }: { row: StaffRow }) {
  const { t } = useTranslation(['staff', 'session']);
  const [opened, setOpened] = useState(false);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const reset = useMutation(orpc.staff.resetPassword.mutationOptions());
  const short = password.length < SHORTEST;
  async function run(): Promise<void> {
    setTried(true);
    if (short) return;
    try {
      await reset.mutateAsync({ id: row.id, password });
      setOpened(false);
      setPassword('');
      notifyDone({ message: t('passwordSet', { name: row.name }) });
    } catch {
      // told below
    }
  }
  return (
    <FieldRow label={t('session:password.label')} htmlFor="staff-reset" hint={opened ? t('hint.reset') : undefined}>
      {opened ? (
        <div className="row gap-8" style={{ alignItems: 'flex-start' }}>
          <PasswordInput
            id="staff-reset"
            aria-label={t('session:password.next')}
            className="grow"
            value={password}
            maxLength={200}
            autoComplete="new-password"
            error={tried && short ? t('session:password.short') : undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('session:password.show') }}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button variant="default" loading={reset.isPending} onClick={() => void run()}>
            {t('setPassword')}
          </Button>
        </div>
      ) : (
        <Button variant="default" size="xs" onClick={() => setOpened(true)}>
          {t('newPassword')}
        </Button>
      )}
      {reset.isError ? <FailurePanel inline error={reset.error} /> : null}
    </FieldRow>
  );
}
