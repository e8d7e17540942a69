import { ActionIcon, Select } from '@mantine/core';
import { IconChartBar, IconCheck, IconMinus, IconPlus, IconX } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { download } from '#renderer/lib/download.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { usePageHints, useShortcut } from '#renderer/lib/keys.tsx';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { serverNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useZone } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { monthOf } from '#shared/rules/zone.ts';
import { Contents, FIRST_ZOOM, SheetActions, ZOOMS } from './report-frame.tsx';
import { type Asked, ReportSheet } from './report-sheet.tsx';
import { ReportTabs } from './report-tabs.tsx';
import classes from './reports.module.css';
import { RowsPanel } from './rows-panel.tsx';

/** 月度服务报告: the A4 sheet as it prints, its contents, and the rows behind each number. */
export function MonthlyReportPage() {
  const { t, i18n } = useTranslation('reports');
  const format = useFormat();
  const zone = useZone();
  const place = useSearch({ from: '/reports' });
  const navigate = useNavigate({ from: '/reports' });
  const month = place.month ?? monthOf(serverNow(), zone);
  const [zoomAt, setZoomAt] = useState(FIRST_ZOOM);
  const [asked, setAsked] = useState<Asked | null>(null);
  const months = useQuery(orpc.reports.months.queryOptions());
  const page = useQuery(
    orpc.reports.monthlyPage.queryOptions({ input: { month, lang: currentLang() }, placeholderData: keepPreviousData }),
  );
  const save = useMutation(
    orpc.reports.monthlyFile.mutationOptions({
      onSuccess: ({ file }) => {
        download(file);
        notifyDone({ message: t('saved', { name: file.name }) });
      },
      onError: (error) => notifyFailure(error, { reading: true }),
    }),
  );
  const list = months.data ?? [];
  const at = list.indexOf(month);

  function show(next: string | undefined): void {
    if (!next) return;
    setAsked(null);
    void navigate({ search: { month: next } });
  }
  useShortcut('reports.earlier', () => show(list[at + 1]), { enabled: at >= 0 });
  useShortcut('reports.later', () => show(list[at - 1]), { enabled: at > 0 });
  usePageHints([{ id: 'print' }, { id: ['reports.earlier', 'reports.later'] }]);

  return (
    <div className="page">
      <div className="no-print">
        <PageHead
          title={t('title')}
          note={
            <Select
              size="xs"
              w={150}
              aria-label={t('month')}
              data={(list.includes(month) ? list : [month, ...list]).map((value) => ({ value, label: format.month(value) }))}
              value={month}
              allowDeselect={false}
              onChange={(value) => show(value ?? undefined)}
            />
          }
          actions={
            <>
              <ActionIcon size={24} aria-label={t('smaller')} disabled={zoomAt === 0} onClick={() => setZoomAt(zoomAt - 1)}>
                <IconMinus size={15} />
              </ActionIcon>
              <span className="s13 tx-2">{format.ratio(ZOOMS[zoomAt] ?? 1)}</span>
              <ActionIcon size={24} aria-label={t('larger')} disabled={zoomAt === ZOOMS.length - 1} onClick={() => setZoomAt(zoomAt + 1)}>
                <IconPlus size={15} />
              </ActionIcon>
              <SheetActions
                layout={page.data?.layout}
                saving={save.isPending}
                onSave={() => save.mutate({ month, lang: currentLang(), format: 'xlsx' })}
              />
            </>
          }
        />
      </div>
      <ReportTabs at="monthly" />
      {months.data?.length === 0 ? (
        <EmptyState icon={IconChartBar} title={t('empty.title')} text={t('empty.text')} />
      ) : (
        <QueryView query={page}>
          {({ layout, check }) => (
            <div className={classes.room} lang={i18n.language}>
              <Contents layout={layout} />
              <div className={classes.desk}>
                <ScrollRoom label={layout.title}>
                  <ReportSheet layout={layout} zoom={ZOOMS[zoomAt] ?? 1} onOpen={setAsked} />
                </ScrollRoom>
              </div>
              <aside className={`${classes.side} no-print`} aria-label={t('side')}>
                {asked ? <RowsPanel span={{ month }} asked={asked} onClose={() => setAsked(null)} /> : <Checks check={check} />}
              </aside>
            </div>
          )}
        </QueryView>
      )}
    </div>
  );
}

/** The lines that show that the month adds up. */
function Checks({ check }: { check: { heads: number; complaints: number } }) {
  const { t } = useTranslation('reports');
  return (
    <Section title={t('checks')}>
      <p className="s13 tx-2">{t('checksText')}</p>
      {(['heads', 'complaints'] as const).map((name) => (
        <p key={name} className={`row gap-6 s13 ${check[name] === 0 ? 'tx-grn' : 'tx-red'}`}>
          {check[name] === 0 ? <IconCheck size={15} aria-hidden="true" /> : <IconX size={15} aria-hidden="true" />}
          {t(`check.${name}`, { n: check[name] })}
        </p>
      ))}
    </Section>
  );
}
