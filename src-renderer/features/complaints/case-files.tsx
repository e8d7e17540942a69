import { useTranslation } from 'react-i18next';
import { Attachments } from '#renderer/components/attachments/attachments.tsx';
import { Section } from '#renderer/components/page-head.tsx';
import { useCase } from './case-context.tsx';
import classes from './complaints.module.css';

/** Photos, recordings and scans of the complaint. */
export function CaseFiles() {
  const { t } = useTranslation('attachments');
  const { id } = useCase().page.complaint;
  return (
    <Section title={t('title')} className={classes.card}>
      <Attachments subject={{ kind: 'complaint', id }} />
    </Section>
  );
}
