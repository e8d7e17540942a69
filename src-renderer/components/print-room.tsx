import { ActionIcon, Box, Button, FocusTrap } from '@mantine/core';
import { IconFileTypePdf, IconPrinter, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { KeyLayer, useShortcut } from '#renderer/lib/keys.tsx';
import { usePrinters } from '#renderer/lib/paper.ts';
import type { Printing } from '#renderer/lib/printing.ts';
import { useReturnFocus } from '#renderer/lib/return-focus.ts';
import { Keys } from './key-cap.tsx';
import classes from './print-room.module.css';
import { PaperContext } from './print-sheet.tsx';

/**
 * Where sheets are drawn that stand nowhere on the screen: while they are printed, and before it in the desktop, to be looked at. On
 * paper nothing else is left of the page.
 */
export function PrintRoom({ title, print, children }: { title: string; print: Printing; children: ReactNode }) {
  if (!print.drawn) return null;
  const sheets = <PaperContext value={print.paper}>{children}</PaperContext>;
  return createPortal(
    print.looking ? (
      <Preview title={title} print={print}>
        {sheets}
      </Preview>
    ) : (
      <div className={classes.hidden} data-print-room>
        {sheets}
      </div>
    ),
    document.body,
  );
}

function Preview({ title, print, children }: { title: string; print: Printing; children: ReactNode }) {
  const { t } = useTranslation('printing');
  useReturnFocus();
  return (
    <FocusTrap active>
      <div className={classes.room} data-print-room role="dialog" aria-modal="true" aria-label={t('preview', { title })}>
        <KeyLayer>
          <Bar title={title} print={print} />
        </KeyLayer>
        <Box component="section" className={classes.desk} tabIndex={0} aria-label={title}>
          {children}
        </Box>
      </div>
    </FocusTrap>
  );
}

function Bar({ title, print }: { title: string; print: Printing }) {
  const { t } = useTranslation(['printing', 'common']);
  const { data } = usePrinters();
  const { going, savePdf } = print;
  const printer = data?.printers.find(({ name }) => name === print.printer)?.shown ?? print.printer;
  const go = () => {
    if (!going) print.print();
  };
  useShortcut('print', go);
  useShortcut('form.close', print.close);
  return (
    <div className={`${classes.bar} no-print`}>
      <h2 className="ellipsis">{t('preview', { title })}</h2>
      <span className="s13 tx-2 ellipsis">{t('goesTo', { printer: printer ?? t('asked'), paper: t(`paper.${print.paper}`) })}</span>
      <div className="end row gap-8">
        {savePdf ? (
          <Button variant="default" leftSection={<IconFileTypePdf size={15} />} disabled={going} onClick={savePdf}>
            {t('savePdf')}
          </Button>
        ) : null}
        <Button data-autofocus leftSection={<IconPrinter size={15} />} rightSection={<Keys id="print" />} loading={going} onClick={go}>
          {t('print')}
        </Button>
        <ActionIcon size={30} aria-label={t('common:do.close')} onClick={print.close}>
          <IconX size={17} />
        </ActionIcon>
      </div>
    </div>
  );
}

/** "Save as PDF" beside a print button; a browser's own dialog does that, so there is none there. */
export function SavePdfButton({ print }: { print: Printing }) {
  const { t } = useTranslation('printing');
  if (!print.savePdf) return null;
  return (
    <Button variant="default" leftSection={<IconFileTypePdf size={15} />} disabled={print.going} onClick={print.savePdf}>
      {t('savePdf')}
    </Button>
  );
}
