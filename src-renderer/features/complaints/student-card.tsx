import { IconExternalLink } from '@tabler/icons-react';
import { Link, type LinkProps, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PartBar } from '#renderer/components/bars.tsx';
import { MaskedPhone } from '#renderer/components/masked-phone.tsx';
import { client } from '#renderer/lib/client.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useCase } from './case-context.tsx';
import { FurtherComplainants } from './complainants.tsx';
import classes from './complaints.module.css';
import { relationWord } from './relation-word.ts';

/** Who it is about and who told it: packs, past complaints, the number behind one click that is logged. */
export function StudentCards() {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const { complaint, students, may } = page;
  const { complainant } = complaint;
  return (
    <section aria-label={t('field.students')}>
      <div className={classes.card}>
        <div className="row gap-6">
          <span className="tx-3">{relationWord(complainant.kind, complainant.relation, t)}</span>
          <span className="ellipsis">{complainant.name || (complainant.kind === 'anonymous' ? '' : t('noName'))}</span>
          {complainant.kind === 'anonymous' ? null : (
            <MaskedPhone
              masked={complainant.phoneMasked}
              who={complainant.name || t('log.complainant')}
              onReveal={may.reveal ? () => reveal(complaint.id, complainant) : undefined}
            />
          )}
        </div>
        <FurtherComplainants />
        {complaint.about.length > 0 ? (
          <p>
            <span className="tx-3">{t('field.about')}</span> {complaint.about.map((each) => each.name).join(t('list.and'))}
          </p>
        ) : null}
      </div>
      {students.map((student) => (
        <StudentCard key={student.id} student={student} />
      ))}
    </section>
  );
}

type Complainant = ReturnType<typeof useCase>['page']['complaint']['complainant'];

async function reveal(complaintId: string, { kind, refId }: Complainant): Promise<string> {
  const of = refId !== null && (kind === 'guardian' || kind === 'student') ? kind : 'complaint';
  const { phone } = await client.students.reveal({
    of,
    id: of === 'complaint' ? complaintId : (refId ?? complaintId),
    reason: { kind: 'complaint', id: complaintId },
  });
  return phone;
}

function StudentCard({ student }: { student: ReturnType<typeof useCase>['page']['students'][number] }) {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const router = useRouter();
  const facts = [
    student.gender === 'female' || student.gender === 'male' ? t(`gender.${student.gender}`) : '',
    student.age === null ? '' : t('age', { count: student.age, n: student.age }),
  ].filter((fact) => fact !== '');
  return (
    <div className={classes.card}>
      <div className="row gap-8 wrap">
        <span className="strong ellipsis" title={student.name}>
          {student.name}
        </span>
        <span className="tx-3 s12 nowrap">
          {student.number} {facts.join(t('list.comma'))}
        </span>
        <span className="end row gap-8">
          {student.pastComplaints > 0 ? (
            <Link to="/complaints" search={{ view: 'all', student: student.id }} className={`link ${classes.small}`}>
              {t('pastComplaints', { count: student.pastComplaints, n: student.pastComplaints })}
            </Link>
          ) : null}
          {'/students/$id' in router.routesByPath ? (
            <Link
              {...({ to: '/students/$id', params: { id: student.id } } as LinkProps)}
              className="link row"
              aria-label={t('openStudent', { name: student.name })}
              style={{ minWidth: 24, minHeight: 24, justifyContent: 'center' }}
            >
              <IconExternalLink size={14} aria-hidden="true" />
            </Link>
          ) : null}
        </span>
      </div>
      {student.packs.map((pack) => (
        <div key={pack.id} className={classes.pack}>
          <span className={`${classes.packName} ellipsis`} title={pack.course}>
            {pack.course}
          </span>
          <PartBar parts={[{ tone: 'accent', size: pack.remainingHalves }]} total={pack.totalHalves} />
          <span className="nowrap medium">{t('lessonsLeft', { n: format.lessons(pack.remainingHalves) })}</span>
          {pack.concerned ? <span className="nowrap s12 tx-ac">{t('packs.concerned')}</span> : null}
        </div>
      ))}
    </div>
  );
}
