import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { MaskedPhone } from '#renderer/components/masked-phone.tsx';
import { useRight } from '#renderer/lib/session.tsx';
import type { StudentPage } from './form-value.ts';
import { useTypedReveal } from './reveal.tsx';
import classes from './students.module.css';

/** Who belongs to the student: the own number, guardians with masked phones, and siblings. */
export function PeopleRow({ page }: { page: StudentPage }) {
  const { t } = useTranslation(['students', 'common']);
  const { student, guardians } = page;
  const { reveal, dialog } = useTypedReveal();
  const mayReveal = useRight('students.reveal') !== undefined;
  const siblings = new Map(guardians.flatMap((guardian) => guardian.siblings.map((each) => [each.id, each.name] as const)));
  if (guardians.length === 0 && student.phoneMasked === '') return null;
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
            <span className="s12 tx-3">{roles.join(t('listComma'))}</span>
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
      <span className="end s12 tx-3">{t('common:phone.logged')}</span>
      {dialog}
    </div>
  );
}
