import { Button, Checkbox, Popover, VisuallyHidden } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nextInterval } from '#renderer/components/opening-hours/hours.ts';
import { Intervals } from '#renderer/components/opening-hours/week-hours.tsx';
import { clockText } from '#renderer/components/time-field.tsx';
import { client } from '#renderer/lib/client.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import classes from './calendar.module.css';
import { halfOf, type Interval } from './roster.ts';

interface DutyCellProps {
  readonly person: { readonly id: string; readonly name: string };
  readonly day: string;
  readonly week: readonly string[];
  readonly intervals: Interval[];
  /** The reason of a leave on this day; undefined when there is none. */
  readonly leave: string | undefined;
  readonly openOn: (day: string) => Interval[];
  readonly manages: boolean;
}

/** One person on one day: what is planned, and by a click the way to change it. */
export function DutyCell(props: DutyCellProps) {
  const { person, day, intervals, leave, openOn, manages } = props;
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const [opened, setOpened] = useState(false);
  const span = (each: Interval) => `${clockText(each[0])}–${clockText(each[1])}`;
  const onLeave = leave !== undefined;
  const inner = onLeave ? (
    <span className="ellipsis" title={leave}>
      {t('roster.leave')}
    </span>
  ) : intervals.length === 0 ? (
    openOn(day).length > 0 ? (
      <span>{t('roster.off')}</span>
    ) : (
      <VisuallyHidden>{t('roster.closedDay')}</VisuallyHidden>
    )
  ) : (
    intervals.map((each) => (
      <span key={span(each)} className="s12">
        {span(each)}
      </span>
    ))
  );
  const state = { 'data-duty': (!onLeave && intervals.length > 0) || undefined, 'data-leave': onLeave || undefined };
  if (!manages) {
    return (
      <span className={classes.cell} {...state}>
        {inner}
      </span>
    );
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom" width={360} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.cell} {...state} onClick={() => setOpened((open) => !open)}>
          <VisuallyHidden>{t('roster.cell', { name: person.name, day: format.day(day) })}</VisuallyHidden>
          {inner}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('roster.setTitle', { name: person.name, day: format.day(day) })}>
        {opened ? <DutyForm {...props} onClose={() => setOpened(false)} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function DutyForm({ person, day, week, intervals: before, openOn, onClose }: DutyCellProps & { onClose: () => void }) {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const open = openOn(day);
  const [intervals, setIntervals] = useState<Interval[]>(before.length > 0 ? before : open);
  const [rest, setRest] = useState(false);
  const one = useMutation(orpc.calendar.setDuties.mutationOptions());
  const wrong = intervals.findIndex(([from, to], index) => from >= to || (index > 0 && from < intervals[index - 1]![1]));

  async function save(next: Interval[]): Promise<void> {
    const others = rest ? week.filter((other) => other !== day && openOn(other).length > 0) : [];
    // a day with other opening hours gets its own, when the whole day is meant
    const whole = JSON.stringify(next) === JSON.stringify(open);
    const duties = [day, ...others].map((each) => ({ staffId: person.id, day: each, intervals: whole ? openOn(each) : next }));
    try {
      const { commandId } = await one.mutateAsync({ duties });
      onClose();
      const words = { name: person.name, day: format.day(day) };
      notifyDone({
        message:
          duties.length > 1
            ? t('roster.savedMany', { ...words, count: duties.length, n: duties.length })
            : t(next.length > 0 ? 'roster.saved' : 'roster.cleared', words),
        undo: () => client.audit.undo({ commandId }),
      });
    } catch (error) {
      notifyFailure(error);
    }
  }
  const presets = [
    { key: 'whole', intervals: open },
    { key: 'morning', intervals: halfOf(open, 'morning') },
    { key: 'afternoon', intervals: halfOf(open, 'afternoon') },
  ];
  return (
    <div className="col gap-12">
      <p className="strong">{t('roster.setTitle', { name: person.name, day: format.day(day) })}</p>
      <div className="row gap-6 wrap">
        {open.length > 0
          ? presets.map((preset) => (
              <Button key={preset.key} size="xs" variant="default" onClick={() => setIntervals(preset.intervals)}>
                {t(`roster.${preset.key}`)}
              </Button>
            ))
          : null}
      </div>
      <div className="col gap-6">
        <Intervals intervals={intervals} onChange={setIntervals} wrongAt={wrong} name={format.day(day)} />
        {wrong >= 0 ? (
          <p className="tx-red s12" role="alert">
            {t(intervals[wrong]![0] >= intervals[wrong]![1] ? 'problem.empty_interval' : 'problem.overlap')}
          </p>
        ) : null}
        <span>
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => setIntervals([...intervals, nextInterval(intervals)])}
          >
            {t('hours.add')}
          </Button>
        </span>
      </div>
      <Checkbox checked={rest} label={t('roster.alsoRest')} onChange={(event) => setRest(event.currentTarget.checked)} />
      <div className="row gap-8" style={{ justifyContent: 'flex-end' }}>
        <Button size="xs" variant="default" loading={one.isPending} onClick={() => void save([])}>
          {t('roster.none')}
        </Button>
        <Button size="xs" loading={one.isPending} disabled={wrong >= 0} onClick={() => void save(intervals)}>
          {t('roster.set')}
        </Button>
      </div>
    </div>
  );
}
