import { Box } from '@mantine/core';
import { IconQuote } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { NodeStrip } from '#renderer/components/node-strip.tsx';
import { PrintRoom } from '#renderer/components/print-room.tsx';
import { SkeletonPage } from '#renderer/components/skeletons.tsx';
import { usePageHints, useShortcut } from '#renderer/lib/keys.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { usePrint } from '#renderer/lib/printing.ts';
import { BondsPanel } from './bonds-panel.tsx';
import { type CaseDesk, type CaseDialog, CaseProvider, useCase } from './case-context.tsx';
import { CaseFiles } from './case-files.tsx';
import { CaseHead } from './case-head.tsx';
import { CaseLetters } from './case-letters.tsx';
import { CasePrint } from './case-print.tsx';
import { ClocksPanel } from './clocks-panel.tsx';
import classes from './complaints.module.css';
import { Composer, type ComposerHandle } from './composer.tsx';
import { CaseDialogs } from './dialogs.tsx';
import { Log } from './log.tsx';
import { relationWord } from './relation-word.ts';
import { ScriptsPanel } from './scripts-panel.tsx';
import { Strips } from './strips.tsx';
import { StudentCards } from './student-card.tsx';
import { CaseTags } from './tags.tsx';
import { TasksPanel } from './tasks.tsx';
import type { CasePage } from './types.ts';
import { useAct } from './use-act.ts';
import { useNeighbours } from './use-neighbours.ts';
import { usePresence } from './use-presence.ts';
import { useWords } from './use-words.ts';

/** 投诉: what was told, what is due, what was done, what can be done next. */
export function ComplaintPage() {
  const { id } = useParams({ from: '/complaints/$id' });
  const query = useQuery(orpc.complaints.get.queryOptions({ input: { id } }));
  if (query.data) return <Loaded key={id} page={query.data} />;
  if (query.isError)
    return <FailurePanel error={query.error} reading page onRetry={() => void query.refetch()} retrying={query.isFetching} />;
  return <SkeletonPage />;
}

function Loaded({ page }: { page: CasePage }) {
  const { t } = useTranslation('complaints');
  const { id } = page.complaint;
  const { begin, ...place } = useSearch({ from: '/complaints/$id' });
  const navigate = useNavigate();
  const here = useRef(place);
  here.current = place;
  const neighbours = useNeighbours(id, place);
  const [dialog, setDialog] = useState<CaseDialog | null>(null);
  const { busy, run } = useAct(id);
  const [writing, setWriting] = useState(false);
  const others = usePresence(id, writing || dialog !== null);
  const paper = usePrint('record', { name: `${t('print.recordTitle')} ${page.complaint.number}`, look: true });
  const composer = useRef<ComposerHandle>(null);
  const words = useWords();
  const strip = useMemo(() => words.nodes(page), [words, page]);

  const desk: CaseDesk = {
    page,
    busy,
    open: setDialog,
    act: (act, done) => void run(() => act({ id, version: page.complaint.version }), { done }),
  };

  useShortcut('record.next', () => neighbours?.next && neighbours.go(neighbours.next), { enabled: neighbours !== null });
  useShortcut('record.previous', () => neighbours?.previous && neighbours.go(neighbours.previous), { enabled: neighbours !== null });
  useShortcut('complaints.log', () => composer.current?.begin());
  useShortcut('print', paper.print);
  usePageHints([
    { id: 'complaints.log' },
    { id: 'complaints.tell' },
    { id: 'complaints.wait' },
    { id: 'complaints.hand' },
    ...(neighbours ? [{ id: ['record.next', 'record.previous'] as const, label: t('hint.neighbour') }] : []),
  ]);
  // opened from the list with 办理: straight to the place where the next contact is written
  useEffect(() => {
    if (begin !== 'log') return;
    composer.current?.begin();
    void navigate({ to: '/complaints/$id', params: { id }, search: here.current, replace: true });
  }, [begin, navigate, id]);

  return (
    <CaseProvider value={desk}>
      <div className="page">
        <div className="page no-print">
          <CaseHead
            others={others}
            place={place}
            neighbours={neighbours}
            onProgress={() => composer.current?.begin({ progress: true })}
            onPrint={paper.print}
          />
          <Strips />
          <NodeStrip nodes={strip} />
          <div className={`split ${classes.body}`}>
            <div className={`main ${classes.column}`}>
              <Told />
              <Box component="section" className={classes.flow} tabIndex={0} aria-label={t('log.title')}>
                <Log />
              </Box>
              {page.complaint.mergedInto ? null : <Composer handle={composer} onWriting={setWriting} />}
            </div>
            <Box component="section" className="side" w={364} tabIndex={0} aria-label={t('sidePanel')}>
              <ClocksPanel />
              <StudentCards />
              <TasksPanel />
              <ScriptsPanel onInsert={(text) => composer.current?.insert(text)} />
              <BondsPanel />
              <CaseFiles />
              <CaseLetters />
            </Box>
          </div>
          <CaseDialogs dialog={dialog} onClose={() => setDialog(null)} />
        </div>
        <PrintRoom title={t('print.recordTitle')} print={paper}>
          <CasePrint />
        </PrintRoom>
      </div>
    </CaseProvider>
  );
}

/** The words as told, what is wished, and by whom to whom. */
function Told() {
  const { t } = useTranslation('complaints');
  const { complaint, complainants } = useCase().page;
  const { complainant } = complaint;
  return (
    <Box component="section" className={classes.told} tabIndex={0} aria-label={t('field.words')}>
      <IconQuote size={16} color="var(--tx-3)" aria-hidden="true" />
      <div style={{ maxWidth: '44rem' }}>
        <div className="pre">{complaint.words}</div>
        {complaint.wish ? (
          <div className="s13">
            <span className="tx-3">{t('field.wish')}</span> {complaint.wish}
          </div>
        ) : null}
        <div className="s12 tx-3">
          {t('toldBy', {
            who: [
              t('personOf', { relation: relationWord(complainant.kind, complainant.relation, t), name: complainant.name }).trim(),
              ...complainants.map((each) => each.name),
            ].join(t('list.and')),
            channel: t(`channel.${complaint.channel}`),
            to: complaint.firstContact.name,
          })}
        </div>
        <CaseTags />
      </div>
    </Box>
  );
}
