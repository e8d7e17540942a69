import { Button, TextInput } from '@mantine/core';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { IconRepeat } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { client } from '#renderer/lib/client.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Contract } from '#shared/contract/index.ts';
import classes from './complaints.module.css';

type Recurring = InferContractRouterOutputs<Contract>['triage']['recurring'][number];

/** What came back at least three times in 30 days, for who supervises: look at the cases, propose a measure, or put it aside with a reason. */
export function RecurringStrip() {
  const { t } = useTranslation('complaints');
  const supervises = useRight('complaints.supervise') === 'all';
  const { data } = useQuery({ ...orpc.triage.recurring.queryOptions(), enabled: supervises });
  const [open, setOpen] = useState(false);
  const first = data?.[0];
  if (!first) return null;
  return (
    <div className="strip no-print" role="note" style={{ marginBlock: 8 }}>
      <IconRepeat size={16} aria-hidden="true" />
      <span className="grow ellipsis">
        {t(`recurring.${first.kind}`, { name: first.name, n: first.complaints.length })}
        {data.length > 1 ? <span className="tx-2"> {t('recurring.more', { count: data.length - 1, n: data.length - 1 })}</span> : null}
      </span>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        {t('recurring.look')}
      </Button>
      {open ? <RecurringDialog found={data} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function RecurringDialog({ found, onClose }: { found: readonly Recurring[]; onClose: () => void }) {
  const { t } = useTranslation('complaints');
  return (
    <Dialog title={t('recurring.title')} onClose={onClose} after={<p className="tx-2">{t('recurring.after')}</p>}>
      {found.map((each) => (
        <Subject key={each.subject} of={each} onClose={onClose} />
      ))}
    </Dialog>
  );
}

function Subject({ of, onClose }: { of: Recurring; onClose: () => void }) {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const now = useNow(60_000);
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  const [tried, setTried] = useState(false);
  async function dismiss(): Promise<void> {
    setTried(true);
    if (reason.trim() === '') return;
    try {
      const { commandId } = await client.triage.dismissRecurring({ subject: of.subject, reason });
      notifyDone({ message: t('recurring.dismissed', { name: of.name }), undo: () => client.audit.undo({ commandId }) });
    } catch (error) {
      notifyFailure(error);
    }
  }
  return (
    <section aria-label={of.name} style={{ marginBottom: 20 }}>
      <div className="row gap-8">
        <h3 className="strong grow">{t(`recurring.${of.kind}`, { name: of.name, n: of.complaints.length })}</h3>
        {asking ? null : (
          <Button size="xs" variant="default" onClick={() => setAsking(true)}>
            {t('recurring.dismiss')}
          </Button>
        )}
      </div>
      <ul className={classes.tasks}>
        {of.complaints.map((each) => (
          <li key={each.id} className={classes.task}>
            <Link to="/complaints/$id" params={{ id: each.id }} className="link" onClick={onClose}>
              {each.number}
            </Link>
            <span className="s12 tx-3 nowrap">{format.near(each.receivedAt, now)}</span>
            <span className="grow ellipsis tx-2">{each.words}</span>
          </li>
        ))}
      </ul>
      {asking ? (
        <div className="row gap-8" style={{ marginTop: 8, alignItems: 'flex-start' }}>
          <TextInput
            size="xs"
            className="grow"
            maxLength={200}
            aria-label={t('recurring.reason', { name: of.name })}
            placeholder={t('recurring.why')}
            error={tried && reason.trim() === '' ? t('error.reason') : undefined}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button size="xs" variant="default" onClick={() => void dismiss()}>
            {t('recurring.dismiss')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
