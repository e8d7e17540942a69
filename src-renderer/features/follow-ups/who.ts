import type { TFunction } from 'i18next';
import type { FollowUpRow } from '#shared/contract/follow-ups.ts';

/** 张思凡 妈妈: whose child and who is called; a stranger by the own name. */
export function whoIsCalled(t: TFunction<'follow-ups'>, { student, contact }: Pick<FollowUpRow, 'student' | 'contact'>): string {
  if (!student) return contact.name || t('unknown');
  if (contact.of === 'student' || contact.relation === 'self') return student.name;
  if (contact.of === 'none') return contact.name || student.name;
  return t('whose', { student: student.name, relation: t(`relation.${contact.relation || 'other'}`) });
}

/** Why it is called: the visit after a complaint has words of its own, others say it themselves. */
export function reasonOf(t: TFunction<'follow-ups'>, row: Pick<FollowUpRow, 'rule' | 'reason' | 'complaint'>): string {
  return row.rule === 'complaint_visit' ? t('visit', { number: row.complaint?.number ?? '' }) : row.reason;
}
