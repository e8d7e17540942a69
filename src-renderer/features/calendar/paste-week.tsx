import { Button, NumberInput, Popover } from '@mantine/core';
import { IconCalendarRepeat } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { addDays } from '#shared/rules/zone.ts';
import { pasteWeek, type WeekDuty } from './roster.ts';

const MOST_WEEKS = 12;

/** The week that is shown, put into the next few: only cells that are still empty, nobody who is on leave then. One undo. */
export function PasteWeek({ monday, week }: { monday: string; week: WeekDuty }) {
  const { t } = useTranslation('calendar');
  const [opened, setOpened] = useState(false);
  const [weeks, setWeeks] = useState(4);
  const [busy, setBusy] = useState(false);
  async function run(): Promise<void> {
    setBusy(true);
    try {
      const later = await client.calendar.duty({ from: addDays(monday, 7), to: addDays(monday, 7 * weeks + 6) });
      const duties = pasteWeek(week, later, weeks);
      if (duties.length === 0) {
        notifyDone({ message: t('paste.none') });
      } else {
        const { commandId } = await client.calendar.setDuties({ duties });
        notifyDone({
          message: t('paste.done', { count: duties.length, n: duties.length, weeks }),
          undo: () => client.audit.undo({ commandId }),
        });
      }
      setOpened(false);
    } catch (error) {
      notifyFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} withRoles={false} returnFocus trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCalendarRepeat size={14} />}
          aria-expanded={opened}
          aria-haspopup="dialog"
          disabled={week.duty.length === 0}
          onClick={() => setOpened((now) => !now)}
        >
          {t('paste.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('paste.title')}>
        <div className="col gap-8">
          <NumberInput
            size="xs"
            label={t('paste.weeks')}
            description={t('paste.note')}
            min={1}
            max={MOST_WEEKS}
            clampBehavior="strict"
            value={weeks}
            onChange={(value) => setWeeks(typeof value === 'number' ? Math.min(MOST_WEEKS, Math.max(1, Math.round(value))) : weeks)}
          />
          <Button size="xs" loading={busy} onClick={() => void run()}>
            {t('paste.do')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
