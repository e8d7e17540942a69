import { Button } from '@mantine/core';
import { IconCheck, IconCircleDashed } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { SaveButton } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { closingConditions } from '#shared/rules/complaint-closing.ts';
import { type PlainDialog, useCase } from './case-context.tsx';
import classes from './complaints.module.css';

/** Where a missing condition is met; those that others meet have no button. */
const WAY: Readonly<Record<string, PlainDialog | undefined>> = {
  not_resolved: 'tell',
  result_not_told: 'tell',
  written_reply: 'reply',
  root_cause: 'cause',
};

/** What is met otherwise when nobody could be reached. */
const UNREACHED: Readonly<Record<string, string | undefined>> = { result_not_told: 'unreached', visit: 'unreachedVisit' };

/** 结案: what it still lacks, each with its way; with nothing lacking it closes. */
export function CloseDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('complaints');
  const { page, act, open, busy } = useCase();
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
          const way = WAY[condition];
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
              {missing.has(condition) && way && page.may.handle && page.complaint.state !== 'closed' ? (
                <Button size="xs" variant="default" onClick={() => open({ kind: way })}>
                  {t(`next.${way}`)}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
