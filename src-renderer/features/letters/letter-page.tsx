import { Button } from '@mantine/core';
import { IconPrinter, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { Keys } from '#renderer/components/key-cap.tsx';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { SavePdfButton } from '#renderer/components/print-room.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { SkeletonPage } from '#renderer/components/skeletons.tsx';
import { Chip } from '#renderer/components/status.tsx';
import { client } from '#renderer/lib/client.ts';
import { usePageHints, useShortcut } from '#renderer/lib/keys.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { usePrint } from '#renderer/lib/printing.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { LetterView } from '#shared/contract/letters.ts';
import { isReprint } from '#shared/rules/printing.ts';
import { DeliverDialog } from './deliver-dialog.tsx';
import { LetterDraft } from './letter-draft.tsx';
import { BackToCase } from './letter-parts.tsx';
import { LetterSheet } from './letter-sheet.tsx';
import classes from './letters.module.css';

/** A letter or form about a complaint: written, issued, printed, delivered. */
export function LetterPage() {
  const { id } = useParams({ from: '/letters/$id' });
  const query = useQuery(orpc.letters.get.queryOptions({ input: { id } }));
  if (query.data)
    return query.data.number === null ? <LetterDraft key={id} letter={query.data} /> : <Issued key={id} letter={query.data} />;
  if (query.isError)
    return <FailurePanel error={query.error} reading page onRetry={() => void query.refetch()} retrying={query.isFetching} />;
  return <SkeletonPage />;
}

function Issued({ letter }: { letter: LetterView }) {
  const { t } = useTranslation(['letters', 'common']);
  const format = useFormat();
  const now = useNow(60_000);
  const [delivering, setDelivering] = useState(false);
  const number = letter.number ?? '';
  const print = usePrint(letter.kind === 'reply' ? 'letter' : 'record', {
    name: `${number} ${letter.title}`,
    note: async () => {
      const { copy } = await client.letters.print({ id: letter.id, key: crypto.randomUUID() });
      return { of: 'letters', id: letter.id, copy };
    },
  });
  const { copy } = print;
  useShortcut('print', print.print);
  usePageHints([{ id: 'print' }]);

  const again = isReprint(copy) ? t('sheet.again', { n: copy }) : '';
  const mark = [
    t('sheet.seal', { seal: letter.seal }),
    copy > 0 ? t('common:page.printedAt', { time: format.printDateTime(now) }) : '',
    again,
  ];
  const delivered = letter.deliveries.length > 0;
  return (
    <div className="page">
      <div className="no-print">
        <PageHead
          title={`${number} ${letter.title}`}
          chips={<Chip tone={delivered ? 'green' : 'amber'}>{t(delivered ? 'state.delivered' : 'state.issued')}</Chip>}
          actions={
            <>
              <BackToCase letter={letter} />
              {letter.may.write ? (
                <Button
                  variant={letter.copies > 0 && !delivered ? undefined : 'default'}
                  leftSection={<IconSend size={15} />}
                  onClick={() => setDelivering(true)}
                >
                  {t('deliver.title')}
                </Button>
              ) : null}
              <SavePdfButton print={print} />
              <Button
                variant={letter.copies > 0 ? 'default' : undefined}
                leftSection={<IconPrinter size={15} />}
                rightSection={<Keys id="print" />}
                loading={print.going}
                onClick={print.print}
              >
                {t(letter.copies > 0 ? 'print.again' : 'print.first')}
              </Button>
            </>
          }
        />
      </div>
      <div className={classes.room}>
        <div className={classes.desk} lang={letter.lang}>
          <ScrollRoom label={letter.title}>
            <LetterSheet
              title={letter.title}
              body={letter.body}
              centre={letter.centre}
              number={[number, again].filter((part) => part !== '').join(' ')}
              mark={mark.filter((part) => part !== '').join(' · ')}
              zoom={0.87}
              paper={print.paper}
            />
          </ScrollRoom>
        </div>
        <aside className={`${classes.side} no-print`} aria-label={t('side')}>
          <Section title={t('facts')}>
            <dl className={classes.facts}>
              <dt>{t('field.issued')}</dt>
              <dd>{t('byAt', { by: letter.issuedBy, time: format.dateTime(letter.issuedAt ?? 0) })}</dd>
              <dt>{t('field.copies')}</dt>
              <dd>{t('copies', { count: letter.copies, n: letter.copies })}</dd>
              <dt>{t('field.seal')}</dt>
              <dd>{letter.seal}</dd>
            </dl>
            <p className="s12 tx-3">{t('keptAsSent')}</p>
          </Section>
          <Section title={t('deliveries')}>
            {delivered ? null : <p className="s13 tx-2">{t(letter.counts ? 'noDelivery.counts' : 'noDelivery.plain')}</p>}
            <ul className={classes.deliveries}>
              {letter.deliveries.map((each) => (
                <li key={each.id}>
                  <b>{t(`way.${each.way}`)}</b> {t('deliveredTo', { who: each.toWhom, time: format.dateTime(each.happenedAt) })}
                  <div className="s12 tx-3">
                    {each.receipt ? t('receiptBy', { receipt: each.receipt, by: each.by }) : t('deliveredBy', { by: each.by })}
                  </div>
                </li>
              ))}
            </ul>
          </Section>
        </aside>
      </div>
      {delivering ? <DeliverDialog letter={letter} onClose={() => setDelivering(false)} /> : null}
    </div>
  );
}
