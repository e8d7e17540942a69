import { Button, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from '#renderer/components/day-field.tsx';
import { FilterBar, FilterPill } from '#renderer/components/filter-pill.tsx';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { currentLang } from '#renderer/lib/i18n.ts';
import { usePageHints } from '#renderer/lib/keys.tsx';
import { serverNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useZone } from '#renderer/lib/session.tsx';
import { type ComplaintsPart, complaintsPart } from '#shared/contract/reports.ts';
import { addDays, addMonths, dayOf } from '#shared/rules/zone.ts';
import { ComplaintsExport } from './complaints-export.tsx';
import { Contents, FIRST_ZOOM, SheetActions, ZOOMS } from './report-frame.tsx';
import { type Asked, ReportSheet } from './report-sheet.tsx';
import { ReportTabs } from './report-tabs.tsx';
import classes from './reports.module.css';
import { RowsPanel } from './rows-panel.tsx';

/** 投诉报表: register, kinds, people, ageing, clocks over chosen days; as it prints, with the rows behind each number. */
export function ComplaintsReportPage() {
  const { t, i18n } = useTranslation('reports');
  const place = useSearch({ from: '/reports/complaints' });
  const navigate = useNavigate({ from: '/reports/complaints' });
  const today = dayOf(serverNow(), useZone());
  const spans = spansAt(today);
  const { from = spans.thisMonth.from, to = spans.thisMonth.to, part = 'register' } = place;
  const [asked, setAsked] = useState<Asked | null>(null);
  const [exporting, setExporting] = useState(false);
  const lang = currentLang();
  const page = useQuery(orpc.reports.complaints.queryOptions({ input: { from, to, lang, part }, placeholderData: keepPreviousData }));
  function go(next: { from?: string; to?: string; part?: ComplaintsPart }): void {
    setAsked(null);
    void navigate({ search: { ...place, ...next }, replace: true });
  }
  usePageHints([{ id: 'print' }]);

  return (
    <div className="page">
      <div className="no-print">
        <PageHead
          title={t('complaints.title')}
          actions={<SheetActions layout={page.data?.layout} saving={false} onSave={() => setExporting(true)} />}
        />
      </div>
      <ReportTabs at="complaints" />
      <div className="no-print">
        <FilterBar>
          <SegmentedControl
            size="xs"
            aria-label={t('complaints.parts')}
            value={part}
            onChange={(next) => go({ part: complaintsPart.catch('register').parse(next) })}
            data={complaintsPart.options.map((value) => ({ value, label: t(`complaints.part.${value}`) }))}
          />
          <PeriodChoice from={from} to={to} spans={spans} onChange={go} />
        </FilterBar>
      </div>
      <QueryView query={page}>
        {({ layout }) => (
          <div className={classes.room} lang={i18n.language}>
            {layout.sections.length > 1 ? <Contents layout={layout} /> : null}
            <div className={classes.desk}>
              <ScrollRoom label={layout.title}>
                <ReportSheet layout={layout} zoom={ZOOMS[FIRST_ZOOM] ?? 1} onOpen={setAsked} />
              </ScrollRoom>
            </div>
            {layout.wide && !asked ? null : (
              <aside className={`${classes.side} no-print`} aria-label={t('side')}>
                {asked ? (
                  <RowsPanel span={{ from, to }} asked={asked} onClose={() => setAsked(null)} />
                ) : (
                  <Section title={t('complaints.title')}>
                    <p className="s13 tx-2">{t('complaints.hint')}</p>
                  </Section>
                )}
              </aside>
            )}
          </div>
        )}
      </QueryView>
      {exporting ? <ComplaintsExport from={from} to={to} onClose={() => setExporting(false)} /> : null}
    </div>
  );
}

type Days = { from: string; to: string };
const presets = ['thisMonth', 'lastMonth', 'quarter', 'year'] as const;
type Spans = Record<(typeof presets)[number], Days>;

const monthEnd = (month: string) => addDays(`${addMonths(month, 1)}-01`, -1);

function spansAt(today: string): Spans {
  const month = today.slice(0, 7);
  const year = today.slice(0, 4);
  const first = addMonths(month, -((Number(month.slice(5)) - 1) % 3));
  const last = addMonths(month, -1);
  return {
    thisMonth: { from: `${month}-01`, to: monthEnd(month) },
    lastMonth: { from: `${last}-01`, to: monthEnd(last) },
    quarter: { from: `${first}-01`, to: monthEnd(addMonths(first, 2)) },
    year: { from: `${year}-01-01`, to: `${year}-12-31` },
  };
}

interface PeriodChoiceProps extends Days {
  readonly spans: Spans;
  readonly onChange: (next: Partial<Days>) => void;
}

function PeriodChoice({ from, to, spans, onChange }: PeriodChoiceProps) {
  const { t } = useTranslation('reports');
  const known = presets.find((name) => spans[name].from === from && spans[name].to === to);
  return (
    <FilterPill label={t('complaints.period')} value={known ? t(`complaints.${known}`) : `${from} – ${to}`} width={220}>
      {(close) => (
        <div className={classes.spans}>
          {presets.map((name) => (
            <Button
              key={name}
              size="xs"
              variant="subtle"
              color="gray"
              justify="flex-start"
              onClick={() => {
                onChange(spans[name]);
                close();
              }}
            >
              {t(`complaints.${name}`)}
            </Button>
          ))}
          <DayField size="xs" label={t('complaints.from')} value={from} maxDate={to} onChange={(day) => day && onChange({ from: day })} />
          <DayField size="xs" label={t('complaints.to')} value={to} minDate={from} onChange={(day) => day && onChange({ to: day })} />
        </div>
      )}
    </FilterPill>
  );
}
