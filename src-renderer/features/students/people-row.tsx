import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MaskedPhone } from '#renderer/components/masked-phone.tsx';
import { useShortcut } from '#renderer/lib/keys.tsx';
import { useRight } from '#renderer/lib/session.tsx';
import type { Guardian, StudentPage } from './form-value.ts';
import { AddGuardianDialog, EditGuardianDialog } from './guardian-dialog.tsx';
import { useTypedReveal } from './reveal.tsx';
import classes from './students.module.css';

/** Who belongs to the student: the own number, guardians with masked phones, and siblings; guardians are added and changed here. */
export function PeopleRow({ page }: { page: StudentPage }) {
  const { t } = useTranslation(['students', 'common']);
  const { student, guardians } = page;
  const { reveal, dialog } = useTypedReveal();
  const mayReveal = useRight('students.reveal') !== undefined;
  const mayWrite = useRight('students.write') !== undefined;
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<Guardian | null>(null);
  useShortcut('record.add', () => setAdding(true), { enabled: mayWrite });
  const siblings = new Map(guardians.flatMap((guardian) => guardian.siblings.map((each) => [each.id, each.name] as const)));
  if (guardians.length === 0 && student.phoneMasked === '' && !mayWrite) return null;
  return (
    <div className={classes.people}>
      {student.phoneMasked ? (
        <span className={classes.person}>
          <span className="tx-3">{t('relation.self')}</span>
          <MaskedPhone
            masked={student.phoneMasked}
            who={student.name}
            onReveal={mayReveal ? () => reveal('student', student.id, student.name) : undefined}
          />
        </span>
      ) : null}
      {guardians.map((guardian) => {
        const relation = t(`relation.${guardian.relation || 'other'}`);
        const roles = (['isPrimary', 'isPayer', 'mayPickUp'] as const).filter((flag) => guardian[flag]).map((flag) => t(`form.${flag}`));
        return (
          <span key={guardian.id} className={classes.person}>
            <span className="tx-3">{relation}</span>
            <span className="strong">{guardian.name}</span>
            <MaskedPhone
              masked={guardian.phoneMasked}
              who={guardian.name || relation}
              onReveal={mayReveal ? () => reveal('guardian', guardian.id, guardian.name || relation) : undefined}
            />
            {roles.length > 0 ? <span className="s12 tx-3">{roles.join(t('listComma'))}</span> : null}
            {mayWrite ? (
              <ActionIcon
                size={24}
                aria-label={t('guardian.change', { name: guardian.name || relation })}
                onClick={() => setEditing(guardian)}
              >
                <IconPencil size={15} />
              </ActionIcon>
            ) : null}
          </span>
        );
      })}
      {siblings.size > 0 ? (
        <span className={classes.person}>
          <span className="tx-3">{t('siblings')}</span>
          {[...siblings].map(([id, name]) => (
            <Link key={id} to="/students/$id" params={{ id }} className="link">
              {name}
            </Link>
          ))}
        </span>
      ) : null}
      {mayWrite ? (
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
          {t('guardian.new')}
        </Button>
      ) : null}
      <span className="end s12 tx-3">{t('common:phone.logged')}</span>
      {dialog}
      {adding ? <AddGuardianDialog page={page} onClose={() => setAdding(false)} /> : null}
      {editing ? (
        <EditGuardianDialog
          page={page}
          guardian={guardians.find((each) => each.id === editing.id) ?? editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </div>
  );
}
