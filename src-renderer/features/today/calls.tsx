import { ActionIcon, Progress, Tooltip } from '@mantine/core';
import { IconPhoneCall } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ContactPhone } from '#renderer/components/contact-phone.tsx';
import { Section } from '#renderer/components/page-head.tsx';
import { Status } from '#renderer/components/status.tsx';
import type { client } from '#renderer/lib/client.ts';
import { openCreate } from '#renderer/lib/frame.ts';
import { useNow } from '#renderer/lib/now.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useToday } from '#renderer/lib/use-today.ts';
import { daysBetween } from '#shared/rules/zone.ts';
import classes from './today.module.css';

type Page = Awaited<ReturnType<typeof client.today.get>>;
type Call = Page['calls'][number];
const SHOWN = 7;

/** 打给谁: who is called today, numbers masked, each recorded from here. */
export function Calls({ page }: { page: Page }) {
  const { t } = useTranslation('today');
  const left = page.callsTotal - page.callsDone;
  const done = t('calls.done', { done: page.callsDone, total: page.callsTotal });
  return (
    <Section
      title={t('calls.title')}
      right={
        page.callsTotal > 0 ? (
          <>
            <span className="tx-3">{done}</span>
            <Progress value={(page.callsDone / page.callsTotal) * 100} w={72} size={4} bg="var(--bar)" aria-label={done} />
          </>
        ) : undefined
      }
    >
      {page.calls.length === 0 ? <p className="tx-3 s13">{t(page.callsDone > 0 ? 'calls.allDone' : 'calls.none')}</p> : null}
      {page.calls.slice(0, SHOWN).map((call) => (
        <CallLine key={call.id} call={call} />
      ))}
      {left > 0 ? (
        <Link to="/follow-ups" className="link s13" style={{ display: 'block', paddingTop: 7 }}>
          {t('calls.all', { count: left })}
        </Link>
      ) : null}
    </Section>
  );
}

function CallLine({ call }: { call: Call }) {
  const { t } = useTranslation('today');
  const mayWrite = useRight('follow-ups.write') !== undefined;
  const { student, contact } = call;
  const name = student?.name ?? contact.name;
  const who =
    contact.of === 'guardian' && student
      ? t('whose', { student: name, relation: t(`relation.${contact.relation || 'other'}`) })
      : contact.name || name;
  const reason = call.rule === 'complaint_visit' ? t('calls.visit') : call.reason;
  return (
    <div className={classes.call}>
      <div className="col grow">
        <span className="medium ellipsis" title={who}>
          {who}
        </span>
        <span className="s12 tx-3 row gap-8">
          <ContactPhone row={call} />
          <span className="ellipsis" title={reason}>
            {reason}
          </span>
        </span>
      </div>
      <span className="s12 nowrap">
        <CallState call={call} />
      </span>
      {mayWrite ? (
        <Tooltip label={t('calls.record')}>
          <ActionIcon
            size={28}
            aria-label={t('calls.recordWho', { who })}
            onClick={() => openCreate('new.follow-up', { followUpId: call.id })}
          >
            <IconPhoneCall size={15} />
          </ActionIcon>
        </Tooltip>
      ) : null}
    </div>
  );
}

function CallState({ call }: { call: Call }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  const now = useNow();
  const today = useToday();
  if (call.doNotContact) return <Status kind="late">{t('calls.doNotContact')}</Status>;
  if (call.notBefore !== null && call.notBefore > now)
    return <span className="tx-3">{t('calls.after', { time: format.time(call.notBefore) })}</span>;
  const late = daysBetween(call.dueOn, today);
  if (late > 0) return <Status kind="late">{t('calls.late', { count: late })}</Status>;
  return call.tries > 0 ? <span className="tx-3">{t('calls.try', { n: call.tries + 1 })}</span> : null;
}
