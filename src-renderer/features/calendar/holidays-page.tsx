import { ActionIcon, Button } from '@mantine/core';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { IconCalendarPlus, IconChevronLeft, IconChevronRight, IconFileImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { Chip } from '#renderer/components/status.tsx';
import { client } from '#renderer/lib/client.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useToday } from '#renderer/lib/use-today.ts';
import type { Done } from '#shared/contract/fields.ts';
import type { Contract } from '#shared/contract/index.ts';
import { HolidayDayDialog } from './holiday-day-dialog.tsx';
import { HolidayFileDialog, type PickedFile } from './holiday-file-dialog.tsx';
import classes from './holidays.module.css';

type Year = InferContractRouterOutputs<Contract>['calendar']['statutoryYear'];
type Day = Year['days'][number];

/** Which days of a year are free and which are worked by law, and from where that is known; from a file, or one day by hand. */
export function HolidaysPage() {
  const { t } = useTranslation(['calendar', 'common']);
  const navigate = useNavigate();
  const thisYear = Number(useToday().slice(0, 4));
  const { year = thisYear } = useSearch({ from: '/settings/holidays' });
  const query = useQuery(orpc.calendar.statutoryYear.queryOptions({ input: { year } }));
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<PickedFile | null>(null);
  const [day, setDay] = useState<Day | 'new' | null>(null);
  const go = (next: number) => void navigate({ to: '/settings/holidays', search: { year: next } });
  return (
    <div className="page">
      <PageHead
        title={t('holidays.title')}
        note={t('statutory.what')}
        actions={
          <>
            <ActionIcon aria-label={t('holidays.earlier')} onClick={() => go(year - 1)}>
              <IconChevronLeft size={17} />
            </ActionIcon>
            <span className="s13 nowrap" aria-live="polite">
              {t('holidays.year', { n: year })}
            </span>
            <ActionIcon aria-label={t('holidays.later')} onClick={() => go(year + 1)}>
              <IconChevronRight size={17} />
            </ActionIcon>
            <Button size="xs" variant="default" leftSection={<IconCalendarPlus size={14} />} onClick={() => setDay('new')}>
              {t('holidays.setDay')}
            </Button>
            <Button size="xs" variant="default" leftSection={<IconFileImport size={14} />} onClick={() => picker.current?.click()}>
              {t('holidays.useFile')}
            </Button>
            <input
              ref={picker}
              type="file"
              hidden
              accept=".json,.csv,.txt"
              aria-label={t('holidays.useFile')}
              onChange={(event) => {
                const chosen = event.currentTarget.files?.[0];
                event.currentTarget.value = '';
                if (chosen) void chosen.text().then((text) => setFile({ name: chosen.name, text }));
              }}
            />
          </>
        }
      />
      <div className="scroll pad" style={{ paddingBottom: 24 }}>
        <QueryView query={query}>{(data) => <YearView data={data} onDay={setDay} />}</QueryView>
      </div>
      {file ? <HolidayFileDialog file={file} onClose={() => setFile(null)} onTaken={go} /> : null}
      {day ? <HolidayDayDialog day={day === 'new' ? null : day} year={year} onClose={() => setDay(null)} /> : null}
    </div>
  );
}

function YearView({ data, onDay }: { data: Year; onDay: (day: Day) => void }) {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const now = useNow(60_000);
  const off = data.days.filter((each) => !each.work);
  const work = data.days.filter((each) => each.work);
  async function run(act: () => Promise<Done>, message: string): Promise<void> {
    try {
      const { commandId } = await act();
      notifyDone({ message, undo: () => client.audit.undo({ commandId }) });
    } catch (error) {
      notifyFailure(error);
    }
  }
  const list = (days: readonly Day[]) => (
    <ul className={classes.days}>
      {days.map((each) => (
        <li key={each.day} className={classes.day}>
          <button type="button" className="link" onClick={() => onDay(each)}>
            {t('holidays.dayOf', { day: each.day.slice(5), weekday: format.weekday(each.day) })}
          </button>
          <span className="grow ellipsis tx-2">{each.name || (each.holiday ? t(`holidays.name.${each.holiday}`) : '')}</span>
          <Chip tone={each.source === 'hand' ? 'accent' : each.source === 'regulation' ? 'amber' : 'line'}>
            {t(`holidays.source.${each.source}`)}
          </Chip>
        </li>
      ))}
    </ul>
  );
  return (
    <div className="col gap-16">
      <p className={data.known ? 'tx-2' : 'tx-amb'}>
        {t(data.known ? 'holidays.known' : 'holidays.provisional', { n: data.year, off: off.length, work: work.length })}
      </p>
      <div className={classes.two}>
        <Section title={t('holidays.off', { n: off.length })}>
          {off.length > 0 ? list(off) : <p className="tx-3">{t('holidays.none')}</p>}
        </Section>
        <Section title={t('holidays.work', { n: work.length })} note={t('holidays.workNote')}>
          {work.length > 0 ? list(work) : <p className="tx-3">{t('holidays.none')}</p>}
        </Section>
      </div>
      {data.file ? (
        <p className="row gap-8 s13">
          <span>
            {t('holidays.fromFile', { name: data.file.name, at: format.near(data.file.at, now), years: data.file.years.join(', ') })}
          </span>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            onClick={() => void run(() => client.calendar.resetStatutory({ what: 'file' }), t('holidays.resetDone'))}
          >
            {t('holidays.resetFile')}
          </Button>
        </p>
      ) : null}
      {data.hand > 0 ? (
        <p className="row gap-8 s13">
          <span>{t('holidays.byHand', { count: data.hand, n: data.hand })}</span>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            onClick={() => void run(() => client.calendar.resetStatutory({ what: 'hand' }), t('holidays.resetDone'))}
          >
            {t('holidays.resetHand')}
          </Button>
        </p>
      ) : null}
      <details className="s13 tx-2">
        <summary>{t('holidays.formats')}</summary>
        <p>{t('holidays.formatTable')}</p>
        <pre className={classes.sample}>{t('holidays.sampleTable')}</pre>
        <p>{t('holidays.formatJson')}</p>
        <pre className={classes.sample}>{'{"years": [2027], "days": {"2027-01-01": {"kind": "off", "holiday": "new_year"}}}'}</pre>
        <p>{t('holidays.formatPublic')}</p>
      </details>
    </div>
  );
}
