import { DateInput, type DateInputProps } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';

interface DayFieldProps
  extends Pick<DateInputProps, 'id' | 'label' | 'error' | 'required' | 'minDate' | 'maxDate' | 'clearable' | 'w' | 'size'> {
  /** YYYY-MM-DD in the centre's zone, or null. */
  readonly value: string | null;
  readonly onChange: (day: string | null) => void;
  readonly autoFocus?: boolean;
  readonly name?: string;
}

/** A calendar day, typed as 2026-12-31 or chosen. */
export function DayField({ value, onChange, autoFocus, name, ...rest }: DayFieldProps) {
  return (
    <DateInput
      {...rest}
      aria-label={name}
      value={value}
      valueFormat="YYYY-MM-DD"
      placeholder="YYYY-MM-DD"
      leftSection={<IconCalendar size={15} stroke={1.6} />}
      data-autofocus={autoFocus || undefined}
      onChange={(next) => onChange(next ? next.slice(0, 10) : null)}
    />
  );
}
