import { Button } from '@mantine/core';
import { IconFileSpreadsheet, IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Keys } from '#renderer/components/key-cap.tsx';
import { SavePdfButton } from '#renderer/components/print-room.tsx';
import { useShortcut } from '#renderer/lib/keys.tsx';
import { usePrint } from '#renderer/lib/printing.ts';
import type { ReportLayout } from '#shared/contract/reports.ts';
import { anchorOf } from './report-sheet.tsx';
import classes from './reports.module.css';

/** How large the sheet stands on screen; the first is chosen so that its width fits a small one. */
export const ZOOMS = [0.6, 0.75, 0.87, 1, 1.25, 1.5] as const;
export const FIRST_ZOOM = 2;

/** A sheet leaves as a spreadsheet or on paper. */
export function SheetActions({ layout, saving, onSave }: { layout: ReportLayout | undefined; saving: boolean; onSave: () => void }) {
  const { t } = useTranslation('reports');
  const print = usePrint('report', { name: layout?.fileName ?? '', wide: layout?.wide });
  const go = () => {
    if (layout) print.print();
  };
  useShortcut('print', go);
  return (
    <>
      <Button variant="default" leftSection={<IconFileSpreadsheet size={15} />} loading={saving} onClick={onSave}>
        {t('do.xlsx')}
      </Button>
      <SavePdfButton print={print} />
      <Button
        leftSection={<IconPrinter size={15} />}
        rightSection={<Keys id="print" />}
        disabled={!layout}
        loading={print.going}
        onClick={go}
      >
        {t('do.print')}
      </Button>
    </>
  );
}

/** The parts of a sheet, to jump to. */
export function Contents({ layout }: { layout: ReportLayout }) {
  const { t } = useTranslation('reports');
  return (
    <nav className={`${classes.contents} no-print`} aria-label={t('contents')}>
      <div className={classes.contentsTitle}>{t('contents')}</div>
      {layout.sections.map((section) => (
        <button
          key={section.heading}
          type="button"
          className={classes.jump}
          onClick={() => document.getElementById(anchorOf(section.name))?.scrollIntoView({ block: 'start' })}
        >
          {section.name}
        </button>
      ))}
    </nav>
  );
}
