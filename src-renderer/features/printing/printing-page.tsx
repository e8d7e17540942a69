import { Box, Button, Select } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { PrintRoom } from '#renderer/components/print-room.tsx';
import { SkeletonPage } from '#renderer/components/skeletons.tsx';
import { inDesktop } from '#renderer/lib/client.ts';
import { notifyFailure } from '#renderer/lib/notify.tsx';
import { choosePrint, usePrintChoice, usePrinters } from '#renderer/lib/paper.ts';
import { usePrint } from '#renderer/lib/printing.ts';
import type { PrintChoice } from '#shared/contract/printing.ts';
import { type PrintKind, papers, papersOf, printKinds } from '#shared/rules/printing.ts';
import classes from './printing.module.css';
import { TestSheet } from './test-sheet.tsx';

/** Which printer of this PC takes what, and on which paper; a browser has only the paper. */
export function PrintingPage() {
  const { t } = useTranslation('printing');
  const query = usePrinters();
  if (inDesktop && query.isError && !query.data)
    return <FailurePanel error={query.error} reading page onRetry={() => void query.refetch()} retrying={query.isFetching} />;
  if (inDesktop && !query.data) return <SkeletonPage />;
  return (
    <div className="page">
      <PageHead title={t('title')} note={t('thisPc')} />
      <Box component="section" className="scroll pad" aria-label={t('title')} tabIndex={0}>
        <p className={classes.lead}>{t(inDesktop ? 'lead.desktop' : 'lead.browser')}</p>
        {inDesktop && query.data?.printers.length === 0 ? <p className={`${classes.lead} tx-amb`}>{t('noPrinters')}</p> : null}
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('head.kind')}</th>
              {inDesktop ? <th scope="col">{t('head.printer')}</th> : null}
              <th scope="col">{t('head.paper')}</th>
              <th scope="col">{t('head.test')}</th>
            </tr>
          </thead>
          <tbody>
            {printKinds.map((kind) => (
              <KindRow key={kind} kind={kind} printers={query.data?.printers ?? []} />
            ))}
          </tbody>
        </table>
      </Box>
    </div>
  );
}

type Printers = readonly { readonly name: string; readonly shown: string }[];

function KindRow({ kind, printers }: { kind: PrintKind; printers: Printers }) {
  const { t } = useTranslation('printing');
  const choice = usePrintChoice(kind);
  const print = usePrint(kind, { name: `${t('test.title')} ${t(`kind.${kind}`)}`, test: true });
  const choose = (part: Partial<PrintChoice>) => void choosePrint(kind, { ...choice, ...part }).catch((error) => notifyFailure(error));
  const title = t(`kind.${kind}`);
  return (
    <tr>
      <th scope="row">
        {title}
        <div className="s12 tx-3">{t(`what.${kind}`)}</div>
      </th>
      {inDesktop ? (
        <td>
          <Select
            aria-label={t('printerOf', { kind: title })}
            w="17rem"
            data={printerChoices(printers, choice.printer, { ask: t('askEach'), gone: (name) => t('gone', { name }) })}
            value={choice.printer ?? ''}
            allowDeselect={false}
            onChange={(value) => choose({ printer: value === '' ? null : value })}
          />
        </td>
      ) : null}
      <td>
        {papersOf[kind].length > 1 ? (
          <Select
            aria-label={t('paperOf', { kind: title })}
            w="13rem"
            data={papersOf[kind].map((value) => ({ value, label: t(`paper.${value}`) }))}
            value={choice.paper}
            allowDeselect={false}
            onChange={(value) => choose({ paper: papers.find((each) => each === value) ?? choice.paper })}
          />
        ) : (
          <span className={classes.only}>{t(`paper.${choice.paper}`)}</span>
        )}
        {choice.paper === 'roll' ? <div className={`${classes.hint} tx-amb`}>{t('fades')}</div> : null}
      </td>
      <td>
        <Button
          variant="default"
          leftSection={<IconPrinter size={15} />}
          aria-label={t('testOf', { kind: title })}
          loading={print.going}
          onClick={print.print}
        >
          {t('test.do')}
        </Button>
        <PrintRoom title={t('test.title')} print={print}>
          <TestSheet kind={kind} paper={print.paper} />
        </PrintRoom>
      </td>
    </tr>
  );
}

/** The printers by the names that the system shows; one that was chosen and is gone still stands there and says so. */
function printerChoices(printers: Printers, chosen: string | null, words: { ask: string; gone: (name: string) => string }) {
  const known = printers.map(({ name, shown }) => ({ value: name, label: shown }));
  const lost = chosen !== null && !printers.some(({ name }) => name === chosen) ? [{ value: chosen, label: words.gone(chosen) }] : [];
  return [{ value: '', label: words.ask }, ...known, ...lost];
}
