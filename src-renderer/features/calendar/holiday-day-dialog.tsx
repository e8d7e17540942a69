import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from '#renderer/components/day-field.tsx';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';

type Given = { day: string; work: boolean; name: string; source: string };

/** One day set to free or worked by hand, or given back to what the data says. */
export function HolidayDayDialog({ day: given, year, onClose }: { day: Given | null; year: number; onClose: () => void }) {
  const { t } = useTranslation('calendar');
  const [day, setDay] = useState<string | null>(given?.day ?? null);
  const [kind, setKind] = useState<'work' | 'off'>(given?.work ? 'work' : 'off');
  const [name, setName] = useState(given?.name ?? '');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  async function save(back = false): Promise<void> {
    setTried(true);
    if (!day) return document.getElementById('holiday-day')?.focus();
    setBusy(true);
    try {
      const { commandId } = await client.calendar.setStatutoryDay({ day, kind: back ? null : kind, name: back ? '' : name });
      onClose();
      notifyDone({
        message: t(back ? 'holidays.givenBack' : `holidays.set.${kind}`, { day }),
        undo: () => client.audit.undo({ commandId }),
      });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog
      title={t('holidays.setDay')}
      size={480}
      onClose={onClose}
      hints={
        given?.source === 'hand' ? (
          <Button size="xs" variant="subtle" color="gray" disabled={busy} onClick={() => void save(true)}>
            {t('holidays.giveBack')}
          </Button>
        ) : undefined
      }
      actions={<SaveButton onSave={() => void save()} saving={busy} />}
      after={<p className="tx-2">{t('holidays.after')}</p>}
    >
      {failure ? <FailurePanel inline error={failure} /> : null}
      <FieldRow label={t('holidays.which')} htmlFor="holiday-day" required error={tried && !day ? t('exception.needDay') : undefined}>
        <DayField id="holiday-day" value={day} onChange={setDay} autoFocus minDate={`${year - 1}-01-01`} w="11rem" />
      </FieldRow>
      <FieldRow label={t('holidays.how')}>
        <SegmentedControl
          aria-label={t('holidays.how')}
          data={[
            { value: 'off', label: t('holidays.kindOff') },
            { value: 'work', label: t('holidays.kindWork') },
          ]}
          value={kind}
          onChange={(next) => setKind(next === 'work' ? 'work' : 'off')}
        />
      </FieldRow>
      <FieldRow label={t('exception.note')} htmlFor="holiday-name">
        <TextInput id="holiday-name" maxLength={60} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      </FieldRow>
    </Dialog>
  );
}
