import { Button, Popover } from '@mantine/core';
import { IconArrowMerge, IconArrowUpRight, IconHandStop, IconLock, IconPlayerPause, IconRefresh, IconUserShare } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '#renderer/components/key-cap.tsx';
import { client } from '#renderer/lib/client.ts';
import { useShortcut } from '#renderer/lib/keys.tsx';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { usePerson } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useCase } from './case-context.tsx';
import classes from './complaints.module.css';
import { ExtensionStrips, UnreachedStrip } from './exception-strips.tsx';
import type { CasePage } from './types.ts';

/** What the person has to know before anything else: escalated, waiting, offered to me, over. */
export function Strips() {
  const { page } = useCase();
  const { state, handOverTo } = page.complaint;
  const open = !['closed', 'withdrawn'].includes(state);
  return (
    <div className={classes.strips}>
      {open ? <EscalationStrip /> : null}
      {open ? <ExtensionStrips /> : null}
      {open ? <UnreachedStrip /> : null}
      {state === 'waiting' ? <WaitingStrip /> : null}
      {handOverTo && open ? <HandOverStrip /> : null}
      {open ? null : <EndedStrip />}
    </div>
  );
}

type Escalation = CasePage['escalations'][number];

function EscalationStrip() {
  const { t } = useTranslation('complaints');
  const me = usePerson();
  const { page, act } = useCase();
  const current = page.escalations.filter((each) => each.cycle === page.complaint.cycle);
  const mine = current.find((each) => each.mineToAcknowledge);
  const top = mine ?? current.toSorted((a, b) => a.level - b.level).at(-1);
  const take = () => {
    if (mine) act(() => client.complaints.acknowledge({ escalationId: mine.id }), t('done.acknowledge'));
  };
  useShortcut('complaints.acknowledge', take, { enabled: mine !== undefined });
  if (!top) return null;
  return (
    <div className="strip" role="status">
      <IconArrowUpRight size={17} aria-hidden="true" />
      <span className="grow s13">
        <b>{t('escalation.level', { n: top.level })}</b> <EscalationWords escalation={top} />
      </span>
      {current.length > 0 ? <History escalations={current} /> : null}
      <HandlerButton escalation={top} />
      {mine ? (
        <Button size="xs" variant="default" rightSection={<Keys id="complaints.acknowledge" />} onClick={take}>
          {t(mine.handler !== null && mine.handler.id !== me.id ? 'escalation.seen' : 'escalation.mine')}
        </Button>
      ) : null}
    </div>
  );
}

/** Names the handler of a step, or another one, until somebody has acknowledged it. */
function HandlerButton({ escalation, onOpen }: { escalation: Escalation; onOpen?: () => void }) {
  const { t } = useTranslation('complaints');
  const { page, open } = useCase();
  if (!page.may.supervise || !escalation.namesHandler || escalation.acknowledgedAt !== null) return null;
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() => {
        onOpen?.();
        open({ kind: 'handler', of: escalation.id });
      }}
    >
      {t(escalation.handler ? 'handler.title' : 'handler.nameTitle')}
    </Button>
  );
}

function EscalationWords({ escalation }: { escalation: Escalation }) {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const now = useNow(60_000);
  const me = usePerson();
  const { handler, namesHandler, told, dueAt, detectedAt, acknowledgedAt, acknowledgedBy } = escalation;
  const late = detectedAt - dueAt > 60_000;
  // who settled it stands at the end with the time
  const named = ({ name, at }: Escalation['told'][number]) =>
    at === null || name === acknowledgedBy ? name : t('escalation.seenAt', { name, time: format.near(at, now) });
  return (
    <>
      {t('escalation.due', { time: format.near(dueAt, now) })}
      {late ? t('escalation.detected', { time: format.near(detectedAt, now) }) : ''}
      {told.length > 0 ? t('escalation.told', { names: told.map(named).join(t('list.and')) }) : t('escalation.toldNobody')}
      {handler ? (
        <>
          {t('escalation.handler')}
          <b>{handler.id === me.id ? t('escalation.you', { name: handler.name }) : handler.name}</b>
        </>
      ) : namesHandler ? (
        t('escalation.noHandler')
      ) : null}
      {acknowledgedAt === null
        ? t('escalation.open')
        : t('escalation.acknowledged', { name: acknowledgedBy ?? '', time: format.near(acknowledgedAt, now) })}
    </>
  );
}

function History({ escalations }: { escalations: readonly Escalation[] }) {
  const { t } = useTranslation('complaints');
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={440} withRoles={false} returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={`link ${classes.usual}`}
          style={{ minHeight: 24 }}
          aria-expanded={opened}
          onClick={() => setOpened((now) => !now)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setOpened(false);
          }}
        >
          {t('escalation.history')}
        </button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('escalation.history')}>
        <div className="col gap-8 s13">
          {escalations.map((each) => (
            <div key={each.id}>
              <p>
                <b>{t('escalation.level', { n: each.level })}</b> <EscalationWords escalation={each} />
              </p>
              <HandlerButton escalation={each} onOpen={() => setOpened(false)} />
            </div>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function WaitingStrip() {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const now = useNow(60_000);
  const { page, act, open } = useCase();
  const longer = () => open({ kind: 'wait' });
  useShortcut('complaints.wait', longer, { enabled: page.may.handle });
  const { waitingReason, waitingUntil } = page.complaint;
  return (
    <div className={`strip ${classes.plain}`} role="status">
      <IconPlayerPause size={16} aria-hidden="true" />
      <span className="grow s13">
        {t('wait.strip', { reason: waitingReason, time: waitingUntil === null ? '' : format.near(waitingUntil, now) })}
      </span>
      {page.may.handle ? (
        <>
          <Button size="xs" variant="default" rightSection={<Keys id="complaints.wait" />} onClick={longer}>
            {t('wait.longerTitle')}
          </Button>
          <Button size="xs" variant="default" onClick={() => act((one) => client.complaints.resume(one), t('done.resume'))}>
            {t('wait.resume')}
          </Button>
        </>
      ) : null}
    </div>
  );
}

function HandOverStrip() {
  const { t } = useTranslation('complaints');
  const me = usePerson();
  const { page, act, busy } = useCase();
  const { handOverTo, owner } = page.complaint;
  if (!handOverTo) return null;
  const mine = handOverTo.id === me.id;
  const answer = (accept: boolean) =>
    act((one) => client.complaints.answerHandOver({ ...one, accept }), t(accept ? 'done.handAccepted' : 'done.handDeclined'));
  return (
    <div className="strip" role="status">
      <IconUserShare size={16} aria-hidden="true" />
      <span className="grow s13">
        {mine ? t('hand.offered', { from: owner?.name ?? '' }) : t('hand.waiting', { to: handOverTo.name, from: owner?.name ?? '' })}
      </span>
      {mine ? (
        <>
          <Button size="xs" variant="default" disabled={busy} onClick={() => answer(true)}>
            {t('hand.accept')}
          </Button>
          <Button size="xs" variant="subtle" color="gray" disabled={busy} onClick={() => answer(false)}>
            {t('hand.decline')}
          </Button>
        </>
      ) : page.may.handle ? (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          disabled={busy}
          onClick={() => act((one) => client.complaints.takeBackHandOver(one), t('done.handTakenBack'))}
        >
          {t('hand.takeBack')}
        </Button>
      ) : null}
    </div>
  );
}

/** It lives on in another one: where, by whom, and the way back for who has just done it. */
function MergedStrip({ into }: { into: NonNullable<CasePage['complaint']['mergedInto']> }) {
  const { t } = useTranslation('bonds');
  const format = useFormat();
  const now = useNow(60_000);
  const { number, by, at, commandId } = into;
  const undo = useMutation(
    orpc.audit.undo.mutationOptions({ onError: (error) => notifyFailure(error), onSuccess: () => notifyDone({ message: t('undone') }) }),
  );
  return (
    <div className={`strip ${classes.plain}`} role="status">
      <IconArrowMerge size={16} aria-hidden="true" />
      <span className="grow s13">{t('ended', { number, by, time: at === null ? '' : format.near(at, now) })}</span>
      {commandId ? (
        <Button size="xs" variant="subtle" color="gray" loading={undo.isPending} onClick={() => undo.mutate({ commandId })}>
          {t('undoMerge')}
        </Button>
      ) : null}
      <Button size="xs" variant="default" renderRoot={(props) => <Link to="/complaints/$id" params={{ id: into.id }} {...props} />}>
        {t('openOther', { number })}
      </Button>
    </div>
  );
}

function EndedStrip() {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const { page, open } = useCase();
  const { state, closedAt, withdrawnAt, mergedInto } = page.complaint;
  if (mergedInto) return <MergedStrip into={mergedInto} />;
  const at = state === 'closed' ? closedAt : withdrawnAt;
  return (
    <div className={`strip ${classes.plain}`} role="status">
      {state === 'closed' ? <IconLock size={16} aria-hidden="true" /> : <IconHandStop size={16} aria-hidden="true" />}
      <span className="grow s13">{t(`ended.${state}`, { time: at === null ? '' : format.dateTime(at) })}</span>
      {state === 'closed' && page.may.handle ? (
        <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={() => open({ kind: 'reopen' })}>
          {t('reopen.action')}
        </Button>
      ) : null}
    </div>
  );
}
