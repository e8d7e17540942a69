import i18next from 'i18next';
import type { PrintOutcome } from '#shared/contract/printing.ts';
import { notifyDone, notifyTrouble } from './notify.tsx';

/** Says in words where the sheet went; what the person has just decided in a dialog needs none. */
export function tellOutcome(outcome: PrintOutcome): void {
  const t = i18next.t;
  if (outcome.result === 'printed') {
    if (outcome.printer !== null) notifyDone({ message: t('printing:done.sent', { printer: outcome.printer }) });
    return;
  }
  const { trouble } = outcome;
  const printer = outcome.printer ?? t('printing:anyPrinter');
  if (trouble === null) {
    if (outcome.result === 'saved') notifyDone({ message: t('printing:done.saved', { file: outcome.file }) });
    return;
  }
  notifyTrouble({
    title: t(`printing:trouble.${trouble}`, { printer }),
    message: [
      outcome.result === 'saved' ? t('printing:instead.saved', { file: outcome.file }) : t('printing:instead.nothing'),
      t(`printing:next.${trouble}`),
    ],
  });
}
