import { Button } from '@mantine/core';
import { IconBookmark, IconCircleCheckFilled, IconCircleDashed, IconCircleMinus, IconSquare } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import { Due, When } from '#renderer/components/status.tsx';
import { client } from '#renderer/lib/client.ts';
import { dayOf } from '#renderer/lib/format.ts';
import { openCreate } from '#renderer/lib/frame.ts';
import { serverNow } from '#renderer/lib/now.ts';
import { usePerson, useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useCase } from './case-context.tsx';
import classes from './complaints.module.css';
import type { Promised, Rectification } from './types.ts';

/** What has to happen before it can be closed, in order, each with the one thing to do. */
export function TasksPanel() {
  const { t } = useTranslation('complaints');
  const { t: tb } = useTranslation('bonds');
  const { page, open } = useCase();
  const { complaint, missingToClose, may } = page;
  if (complaint.state === 'withdrawn') return null;
  const missing = new Set(missingToClose);
  const known = complaint.complainant.kind !== 'anonymous';
  const handling = ['handling', 'waiting', 'assigned'].includes(complaint.state);
  const resolved = complaint.state === 'resolved' || complaint.state === 'closed';
  const canAct = may.handle && complaint.state !== 'closed';
  return (
    <Section
      title={t('tasks')}
      note={missing.size > 0 && complaint.state === 'resolved' ? t('close.lacking', { count: missing.size, n: missing.size }) : undefined}
      className={classes.card}
      right={
        canAct ? (
          <Button size="xs" variant="subtle" color="gray" onClick={() => open({ kind: 'task' })}>
            {tb('task.add')}
          </Button>
        ) : null
      }
    >
      <ul style={{ margin: 0, padding: 0, listStyle: 'none' }}>
        <Task
          done={complaint.decision !== ''}
          text={t('task.decide')}
          note={complaint.decision}
          action={
            canAct && (handling || complaint.state === 'resolved')
              ? t(complaint.decision === '' ? 'next.decide' : 'next.decideAgain')
              : null
          }
          onAct={() => open({ kind: 'decide' })}
        />
        {page.rectifications.map((each) => (
          <RectificationTask key={each.id} rectification={each} />
        ))}
        {known ? (
          <Task
            done={resolved && page.unreached.resolvedAt === null}
            skipped={page.unreached.resolvedAt !== null}
            text={t('task.tell')}
            note={page.unreached.resolvedAt === null ? undefined : t('closed.unreached')}
            action={canAct && handling ? t('next.tell') : null}
            onAct={() => open({ kind: 'tell' })}
          />
        ) : null}
        {page.complainants.map((each) => (
          <Task
            key={each.id}
            done={each.toldAt !== null}
            skipped={each.unreachable}
            text={tb('tellOne', { name: each.name })}
            note={each.unreachable ? tb('unreachable') : undefined}
            action={canAct && !each.unreachable && each.toldAt === null && complaint.state !== 'new' ? t('next.tell') : null}
            onAct={() => open({ kind: 'tellOne', of: each.id })}
          />
        ))}
        {known && complaint.replyRequired ? (
          <Task
            done={resolved && !missing.has('written_reply')}
            text={t('task.reply')}
            note={t('task.replyWhy')}
            action={canAct && complaint.state === 'resolved' && missing.has('written_reply') ? t('next.reply') : null}
            onAct={() => open({ kind: 'reply' })}
          />
        ) : null}
        {known ? <VisitTask /> : null}
        <Task
          done={complaint.rootCause !== ''}
          text={t('task.cause')}
          note={complaint.rootCause}
          action={canAct ? t(complaint.rootCause === '' ? 'next.cause' : 'next.causeAgain') : null}
          onAct={() => open({ kind: 'cause' })}
        />
        {page.promises.map((promise) => (
          <PromiseTask key={promise.id} promise={promise} />
        ))}
      </ul>
    </Section>
  );
}

/** What was promised, or is to do: by whom, until when; ticked or moved by who may. */
function PromiseTask({ promise }: { promise: Promised }) {
  const { t } = useTranslation('complaints');
  const { t: tb } = useTranslation('bonds');
  const { act, open } = useCase();
  const { id, kind, words, owner, dueAt, doneAt, mayKeep } = promise;
  const Open = kind === 'task' ? IconSquare : IconBookmark;
  return (
    <li className={classes.task}>
      {doneAt === null ? (
        <Open size={15} color="var(--ac)" aria-hidden="true" />
      ) : (
        <IconCircleCheckFilled size={15} color="var(--grn)" aria-hidden="true" />
      )}
      <span className="grow" style={{ minWidth: 0 }}>
        <span className="clamp-2" title={words}>
          {kind === 'task' ? tb('task.line', { owner, words }) : t('task.promise', { owner, words })}
        </span>
        {mayKeep ? (
          <span className="row gap-6">
            <Button
              size="xs"
              variant="default"
              onClick={() => act((now) => client.complaints.keepPromise({ ...now, promiseId: id }), tb('done.keep'))}
            >
              {tb(kind === 'task' ? 'task.keep' : 'task.keepPromise')}
            </Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => open({ kind: 'move', of: id })}>
              {tb('task.move')}
            </Button>
          </span>
        ) : null}
      </span>
      <span className="nowrap s12">{doneAt === null ? <Due dueAt={dueAt} size={12} /> : <When at={doneAt} />}</span>
    </li>
  );
}

interface TaskProps {
  /** By which others lead here. */
  readonly id?: string;
  readonly done: boolean;
  readonly skipped?: boolean;
  readonly text: string;
  readonly note?: string;
  readonly action?: string | null;
  readonly onAct?: () => void;
  readonly children?: ReactNode;
}

function Task({ id, done, skipped, text, note, action, onAct, children }: TaskProps) {
  const { t } = useTranslation('common');
  return (
    <li id={id} tabIndex={id === undefined ? undefined : -1} className={classes.task}>
      {done ? (
        <IconCircleCheckFilled size={15} color="var(--grn)" role="img" aria-label={t('node.done')} />
      ) : skipped ? (
        <IconCircleMinus size={15} color="var(--tx-3)" role="img" aria-label={t('node.skipped')} />
      ) : (
        <IconCircleDashed size={15} color="var(--tx-3)" role="img" aria-label={t('node.toCome')} />
      )}
      <span className="grow" style={{ minWidth: 0 }}>
        <span>{text}</span>
        {note ? (
          <span className="tx-3 s12 clamp-2" title={note}>
            {note}
          </span>
        ) : null}
        {children}
      </span>
      {action ? (
        <button type="button" className="link" onClick={onAct}>
          {action}
        </button>
      ) : null}
    </li>
  );
}

function RectificationTask({ rectification }: { rectification: Rectification }) {
  const { t } = useTranslation('complaints');
  const me = usePerson();
  const { page, open, act } = useCase();
  const { id, doneAt, verifiedAt, droppedReason, dueAt, paused, owner } = rectification;
  const { mayVerify } = rectification;
  const settled = (verifiedAt !== null && !mayVerify) || droppedReason !== null;
  const mayDo = doneAt === null && !settled && (page.may.handle || owner.id === me.id);
  return (
    <Task
      id={`rectification-${id}`}
      done={verifiedAt !== null}
      skipped={droppedReason !== null}
      text={t('task.rectify', { what: rectification.what })}
      note={
        droppedReason !== null
          ? t('rectification.dropped', { reason: droppedReason })
          : verifiedAt !== null
            ? t('rectification.verifiedBy', { who: rectification.verifiedBy ?? '' })
            : doneAt !== null
              ? t('rectification.toVerify', { who: owner.name })
              : t('rectification.open', { who: owner.name })
      }
    >
      {settled ? null : (
        <span className="row gap-6 wrap">
          {dueAt !== null && doneAt === null ? (
            <Due dueAt={dueAt} paused={paused} workDaysLeft={rectification.workDaysLeft} size={12} />
          ) : null}
          {mayDo ? (
            <Button size="xs" variant="default" onClick={() => open({ kind: 'done', of: id })}>
              {t('rectification.done')}
            </Button>
          ) : null}
          {mayVerify ? (
            <Button
              size="xs"
              variant="default"
              onClick={() => act((now) => client.complaints.verifyRectification({ ...now, rectificationId: id }), t('done.verify'))}
            >
              {t('rectification.verify')}
            </Button>
          ) : null}
          {page.may.supervise ? (
            <Button size="xs" variant="subtle" color="gray" onClick={() => open({ kind: 'drop', of: id })}>
              {t('rectification.drop')}
            </Button>
          ) : null}
        </span>
      )}
    </Task>
  );
}

function VisitTask() {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const { page } = useCase();
  const { visit } = page;
  const mayVisit = useRight('follow-ups.write') !== undefined;
  const today = dayOf(serverNow(), format.zone);
  if (!visit) return <Task done={false} text={t('task.visit')} note={t('task.visitLater')} />;
  const owner = visit.owner || t('task.visitDesk');
  return (
    <Task
      done={visit.state !== 'open'}
      text={t('task.visit')}
      action={visit.state === 'open' && mayVisit ? t('next.visit') : null}
      onAct={() => openCreate('new.follow-up', { followUpId: visit.id })}
      note={
        visit.state === 'open'
          ? t('task.visitOpen', { day: format.nearDay(visit.dueOn, today), owner })
          : visit.satisfaction === null
            ? t(page.unreached.resolvedAt === null ? `task.visit_${visit.state}` : 'closed.unreachedVisit')
            : t('task.visitScore', { n: visit.satisfaction })
      }
    />
  );
}
