import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { SaveButton } from '#renderer/components/form.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { client } from '#renderer/lib/client.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import classes from './holidays.module.css';

export type PickedFile = { readonly name: string; readonly text: string };

const LARGEST = 1_000_000;
const SHOWN = 40;

interface HolidayFileDialogProps {
  readonly file: PickedFile;
  readonly onClose: () => void;
  /** The first year of the file, once it was taken. */
  readonly onTaken: (year: number) => void;
}

/** What a file of public holidays would change, or why it cannot be used, before anything is written. */
export function HolidayFileDialog({ file, onClose, onTaken }: HolidayFileDialogProps) {
  const { t } = useTranslation('calendar');
  const format = useFormat();
  const text = file.text.slice(0, LARGEST);
  const query = useQuery(orpc.calendar.previewStatutory.queryOptions({ input: { text } }));
  const take = useMutation(orpc.calendar.takeStatutory.mutationOptions());
  const found = query.data;
  async function save(): Promise<void> {
    try {
      const { commandId } = await take.mutateAsync({ name: file.name.slice(0, 200), text });
      onClose();
      onTaken(found?.years[0] ?? 0);
      notifyDone({ message: t('holidays.taken', { years: found?.years.join(', ') }), undo: () => client.audit.undo({ commandId }) });
    } catch {
      // told in the dialog
    }
  }
  return (
    <Dialog
      title={t('holidays.fileTitle', { name: file.name })}
      size={560}
      onClose={onClose}
      after={found && !found.problem ? <p className="tx-2">{t('holidays.after')}</p> : undefined}
      actions={
        found && !found.problem ? (
          <SaveButton onSave={() => void save()} saving={take.isPending}>
            {t('holidays.take')}
          </SaveButton>
        ) : undefined
      }
    >
      {take.isError ? <FailurePanel inline error={take.error} /> : null}
      <QueryView query={query}>
        {({ problem, years, off, work, changes }) =>
          problem ? (
            <div className="col gap-8" role="alert">
              <p className="tx-red strong">{t('holidays.cannot')}</p>
              <p>{t(`holidays.problem.${problem.code}`, { detail: problem.detail })}</p>
              <p className="tx-2 s13">{t('holidays.nothingChanged')}</p>
            </div>
          ) : (
            <div className="col gap-8">
              <p>{t('holidays.contains', { years: years.join(', '), off, work })}</p>
              {changes.length === 0 ? (
                <p className="tx-2">{t('holidays.sameAsNow')}</p>
              ) : (
                <>
                  <p className="tx-2 s13">{t('holidays.changes', { count: changes.length, n: changes.length })}</p>
                  <ul className={classes.days}>
                    {changes.slice(0, SHOWN).map((each) => (
                      <li key={each.day} className={classes.day}>
                        <span>{t('holidays.dayOf', { day: each.day, weekday: format.weekday(each.day) })}</span>
                        <span className="grow ellipsis tx-2">{each.name || (each.holiday ? t(`holidays.name.${each.holiday}`) : '')}</span>
                        <span className={each.after ? 'tx-2' : 'tx-grn'}>
                          {t(each.after ? 'holidays.becomesWork' : 'holidays.becomesOff')}
                        </span>
                      </li>
                    ))}
                  </ul>
                  {changes.length > SHOWN ? <p className="tx-3 s13">{t('holidays.more', { n: changes.length - SHOWN })}</p> : null}
                </>
              )}
            </div>
          )
        }
      </QueryView>
    </Dialog>
  );
}
