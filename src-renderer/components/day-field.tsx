import { DateInput, type DateInputProps } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/use-format.ts';

interface DayFieldProps
  extends Pick<
    DateInputProps,
    'id' | 'label' | 'error' | 'required' | 'minDate' | 'maxDate' | 'clearable' | 'w' | 'size' | 'popoverProps'
  > {
  /** YYYY-MM-DD in the centre's zone, or null. */
  readonly value: string | null;
  readonly onChange: (day: string | null) => void;
  readonly autoFocus?: boolean;
  readonly name?: string;
}

/** A calendar day, typed as 2026-12-31 or chosen. */
export function DayField({ value, onChange, autoFocus, name, ...rest }: DayFieldProps) {
  const { t } = useTranslation('common');
  const format = useFormat();
  return (
    <DateInput
      {...rest}
      aria-label={name}
      value={value}
      valueFormat="YYYY-MM-DD"
      // red means late here, and a weekend is a working day
      weekendDays={[]}
      monthLabelFormat={(month) => format.month(month.slice(0, 7))}
      ariaLabels={{
        previousMonth: t('calendar.previousMonth'),
        nextMonth: t('calendar.nextMonth'),
        previousYear: t('calendar.previousYear'),
        nextYear: t('calendar.nextYear'),
        previousDecade: t('calendar.previousDecade'),
        nextDecade: t('calendar.nextDecade'),
      }}
      placeholder={t('form.day')}
      leftSection={<IconCalendar size={15} stroke={1.6} />}
      data-autofocus={autoFocus || undefined}
      onChange={(next) => onChange(next ? next.slice(0, 10) : null)}
    />
  );
}
