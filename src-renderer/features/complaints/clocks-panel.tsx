import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { Chip, Due, Status, When } from '#renderer/components/status.tsx';
import { WhyPanel, WhyPopover } from '#renderer/components/why.tsx';
import { client } from '#renderer/lib/client.ts';
import { serverNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useCase } from './case-context.tsx';
import classes from './complaints.module.css';
import type { CaseClock } from './types.ts';
import { isAhead, WhatIfAsked } from './what-if.tsx';
import { whyData } from './why-words.ts';

const runs = (clock: CaseClock): boolean => clock.stoppedAt === null;

/** Of each clock the one that counts now: the running one, else the last. What runs comes first, what is owed soonest on top. */
function arranged(clocks: readonly CaseClock[]): { shown: CaseClock[]; earlier: CaseClock[] } {
  const latest = new Map<string, CaseClock>();
  for (const clock of clocks) {
    const known = latest.get(clock.clock);
    const newer = !known || (runs(clock) && !runs(known)) || (runs(clock) === runs(known) && clock.startedAt >= known.startedAt);
    if (newer) latest.set(clock.clock, clock);
  }
  const shown = [...latest.values()].sort((a, b) => Number(runs(b)) - Number(runs(a)) || a.dueAt - b.dueAt);
  return { shown, earlier: clocks.filter((clock) => !shown.includes(clock)).sort((a, b) => a.startedAt - b.startedAt) };
}

/** 时限: what is owed and how much time is left, each with its explanation. */
export function ClocksPanel() {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const { shown, earlier } = arranged(page.clocks);
  const [all, setAll] = useState(false);
  const open = !['closed', 'withdrawn', 'resolved'].includes(page.complaint.state);
  const undecided = open && page.complaint.needsRectification === null && !shown.some((clock) => clock.clock === 'rectification');
  const running = shown.filter(runs);
  const stopped = shown.filter((clock) => !runs(clock));
  return (
    <Section title={t('clocks')} right={<span className="s12 tx-3">{t('byPolicy', { n: page.complaint.policyVersion })}</span>}>
      {running.map((clock) => (
        <ClockRow key={clock.id} clock={clock} />
      ))}
      {undecided ? (
        <div className={classes.idle}>
          <span className={classes.clockName}>{t('clock.rectification')}</span>
          <Status kind="new">{t('afterDecision')}</Status>
        </div>
      ) : null}
      {stopped.map((clock) => (
        <ClockRow key={clock.id} clock={clock} />
      ))}
      {all ? earlier.map((clock) => <ClockRow key={clock.id} clock={clock} earlier />) : null}
      {earlier.length > 0 ? (
        <button type="button" className={`link ${classes.small}`} style={{ minHeight: 24 }} onClick={() => setAll((now) => !now)}>
          {all ? t('fewerClocks') : t('earlierClocks', { count: earlier.length, n: earlier.length })}
        </button>
      ) : null}
    </Section>
  );
}

function ClockRow({ clock, earlier }: { clock: CaseClock; earlier?: boolean }) {
  const { t } = useTranslation('complaints');
  const name = t(`clock.${clock.clock}`);
  return (
    <WhyPopover label={name} content={(close) => <Why clock={clock} onLeave={close} />}>
      <span className={classes.clockName} title={earlier ? t('roundOf', { cycle: clock.cycle, round: clock.round }) : undefined}>
        {name}
      </span>
      <span className={classes.clockState}>
        <ClockState clock={clock} />
        {clock.extensionMinutes > 0 && runs(clock) ? <Chip tone="amber">{t('extendedMark')}</Chip> : null}
      </span>
      <span className={classes.clockDue} title={clock.paused ? t('ifResumed') : undefined}>
        <When at={clock.dueAt} due />
      </span>
    </WhyPopover>
  );
}

function ClockState({ clock }: { clock: CaseClock }) {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  if (clock.stoppedAt === null)
    return <Due dueAt={clock.dueAt} warned={clock.warned} paused={clock.paused} workDaysLeft={clock.workDaysLeft} />;
  const margin = clock.dueAt - clock.stoppedAt;
  if (clock.outcome === 'cancelled') return <Status kind="new">{t('outcome.cancelled')}</Status>;
  if (clock.outcome === 'met_late') return <Status kind="near">{t('outcome.metLate')}</Status>;
  if (clock.outcome === 'missed') return <Status kind="late">{format.late(-margin)}</Status>;
  if (clock.outcome === 'extended') return <Status kind="near">{t('outcome.extended')}</Status>;
  return (
    <Status kind="kept" title={clock.recordedLate ? t('outcome.lateConfirmed') : undefined}>
      {format.early(margin)}
    </Status>
  );
}

interface OfClock {
  readonly clock: CaseClock;
  /** The explanation closes, a dialog takes its place. */
  readonly onLeave: () => void;
}

/** What may be done with one clock: more time asked for or given, a late entry confirmed; it stands under the explanation that one reads first. */
function ClockActs({ clock, onLeave }: OfClock) {
  const { t } = useTranslation('complaints');
  const { page, open, act } = useCase();
  const ahead = isAhead(clock, serverNow());
  const asked = page.extensions.some((each) => each.clockId === clock.id);
  const extend = ahead && page.may.supervise;
  const ask = ahead && !extend && page.may.handle && !asked;
  const confirm = clock.outcome === 'met_late' && page.may.supervise;
  if (!extend && !ask && !confirm) return null;
  const show = (kind: 'extend' | 'ask') => () => {
    onLeave();
    open({ kind, of: clock.id });
  };
  return (
    <div className="row gap-8" style={{ marginTop: 8 }}>
      {extend ? (
        <Button size="xs" variant="default" onClick={show('extend')}>
          {t('do.extend')}
        </Button>
      ) : null}
      {ask ? (
        <Button size="xs" variant="default" onClick={show('ask')}>
          {t('do.askExtension')}
        </Button>
      ) : null}
      {confirm ? (
        <Button
          size="xs"
          variant="default"
          onClick={() => act((now) => client.complaints.confirmLate({ ...now, clockId: clock.id }), t('done.confirmLate'))}
        >
          {t('do.confirmLate')}
        </Button>
      ) : null}
    </div>
  );
}

function Why({ clock, onLeave }: OfClock) {
  const { t } = useTranslation(['complaints', 'common']);
  const format = useFormat();
  const { page } = useCase();
  // asked anew each time: what was counted ends at the core's now
  const query = useQuery({ ...orpc.complaints.why.queryOptions({ input: { clockId: clock.id } }), staleTime: 0, gcTime: 0 });
  return (
    <>
      <QueryView query={query}>
        {(walk) => <WhyPanel data={whyData(walk, page.complaint.severity, (key, values) => t(key, values ?? {}), format, serverNow())} />}
      </QueryView>
      <WhatIfAsked clock={clock} />
      <ClockActs clock={clock} onLeave={onLeave} />
    </>
  );
}
