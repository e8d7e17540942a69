import { Button } from '@mantine/core';
import { IconCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { SaveButton } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { openCreate } from '#renderer/lib/frame.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { type ClosingCondition, closingConditions } from '#shared/rules/complaint-closing.ts';
import { type PlainDialog, useCase } from './case-context.tsx';
import classes from './complaints.module.css';

/** The dialog in which a missing condition is met. */
const WAY: Readonly<Record<string, PlainDialog | undefined>> = {
  not_resolved: 'tell',
  result_not_told: 'tell',
  written_reply: 'reply',
  root_cause: 'cause',
};

/** What is met otherwise when nobody could be reached. */
const UNREACHED: Readonly<Record<string, string | undefined>> = { result_not_told: 'unreached', visit: 'unreachedVisit' };

/** The way to where one missing condition is met. */
function Way({ condition, onClose }: { condition: ClosingCondition; onClose: () => void }) {
  const { t } = useTranslation('complaints');
  const { page, open } = useCase();
  const mayVisit = useRight('follow-ups.write') !== undefined;
  const { visit, complainants, complaint, rectifications } = page;
  const step = (label: string, run: () => void) => (
    <Button size="xs" variant="default" onClick={run}>
      {label}
    </Button>
  );
  if (condition === 'visit') {
    if (!mayVisit || visit?.state !== 'open') return null;
    return step(t('next.visit'), () => {
      onClose();
      openCreate('new.follow-up', { followUpId: visit.id });
    });
  }
  if (condition === 'rectification_open' || condition === 'rectification_unverified') {
    const done = condition === 'rectification_unverified';
    const found = rectifications.find((each) => each.verifiedAt === null && each.droppedReason === null && (each.doneAt !== null) === done);
    if (!found) return null;
    return step(t('next.rectification'), () => {
      onClose();
      // the dialog gives the focus back when it goes; this comes after
      requestAnimationFrame(() => document.getElementById(`rectification-${found.id}`)?.focus());
    });
  }
  if (!page.may.handle) return null;
  const untold = complainants.find((each) => each.toldAt === null && !each.unreachable);
  if (condition === 'result_not_told' && complaint.state === 'resolved' && untold)
    return step(t('next.tell'), () => open({ kind: 'tellOne', of: untold.id }));
  const way = WAY[condition];
  return way ? step(t(`next.${way}`), () => open({ kind: way })) : null;
}

/** 结案: what it still lacks, each with its way; with nothing lacking it closes. */
export function CloseDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('complaints');
  const { page, act, busy } = useCase();
  const missing = new Set(page.missingToClose);
  const lacking = missing.size > 0;
  const unreached = page.unreached.resolvedAt !== null;
  const known = page.complaint.complainant.kind !== 'anonymous';
  const shown = closingConditions.filter(
    (condition) =>
      missing.has(condition) ||
      (condition !== 'supervisor_confirmation' && (known || !['visit', 'written_reply', 'result_not_told'].includes(condition))),
  );
  return (
    <Dialog
      title={t('close.title')}
      size={520}
      onClose={onClose}
      actions={
        <SaveButton
          blocked={lacking ? t('close.lacking', { count: missing.size, n: missing.size }) : undefined}
          saving={busy}
          onSave={() => {
            act((now) => client.complaints.close(now), t('done.close'));
            onClose();
          }}
        >
          {t('close.action')}
        </SaveButton>
      }
    >
      <p className="tx-2">{lacking ? t('close.lacking', { count: missing.size, n: missing.size }) : t('close.ready')}</p>
      <ul className={classes.tasks}>
        {shown.map((condition) => {
          return (
            <li key={condition} className={classes.task}>
              {missing.has(condition) ? (
                <IconCircleDashed size={15} color="var(--amb)" role="img" aria-label={t('close.missing')} />
              ) : (
                <IconCheck size={15} color="var(--grn)" role="img" aria-label={t('close.met')} />
              )}
              <span className="grow">
                {missing.has(condition) ? t(`closing.${condition}`) : t(`closed.${(unreached && UNREACHED[condition]) || condition}`)}
              </span>
              {missing.has(condition) && page.complaint.state !== 'closed' ? <Way condition={condition} onClose={onClose} /> : null}
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
