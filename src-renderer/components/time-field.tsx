import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { isComposing } from '#renderer/lib/keys.tsx';
import { twoDigits } from '#shared/rules/zone.ts';

/** 570 → 09:30; 1440 → 24:00. */
export function clockText(minute: number): string {
  return `${twoDigits(minute / 60)}:${twoDigits(minute % 60)}`;
}

/** 9, 930, 9:30, 09：30 → 570; undefined when it is no time of a day. */
export function clockMinute(text: string): number | undefined {
  const found = /^(\d{1,2})(?:[:：.]?(\d{2}))?$/.exec(text.trim());
  if (!found) return undefined;
  const minute = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return Number(found[2] ?? 0) < 60 && minute <= 1440 ? minute : undefined;
}

interface TimeFieldProps {
  /** Minute of the day; 1440 = 24:00. */
  readonly value: number;
  readonly onChange: (minute: number) => void;
  readonly label: string;
  readonly invalid?: boolean;
}

const STEP = 15;

/** A time of the day: typed as 9, 930 or 9:30, moved by the arrows in quarters. What is no time goes back to what stood there. */
export function TimeField({ value, onChange, label, invalid }: TimeFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  function settle(): void {
    const minute = typed === null ? undefined : clockMinute(typed);
    setTyped(null);
    if (minute !== undefined && minute !== value) onChange(minute);
  }
  function move(event: KeyboardEvent<HTMLInputElement>): void {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Enter') settle();
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const from = (typed === null ? undefined : clockMinute(typed)) ?? value;
    const next = Math.min(1440, Math.max(0, from + (event.key === 'ArrowUp' ? STEP : -STEP)));
    setTyped(null);
    if (next !== value) onChange(next);
  }
  return (
    <TextInput
      aria-label={label}
      aria-invalid={invalid || undefined}
      error={invalid}
      value={typed ?? clockText(value)}
      w="4rem"
      inputMode="numeric"
      maxLength={5}
      styles={{ input: { height: '1.875rem', minHeight: '1.875rem', paddingInline: 10, textAlign: 'center' } }}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        const { value: text } = event.currentTarget;
        setTyped(text);
        // a whole time counts at once, so that the bar beside it follows while typing
        const minute = /^\d{1,2}[:：]\d{2}$|^\d{4}$/.test(text) ? clockMinute(text) : undefined;
        if (minute !== undefined) onChange(minute);
      }}
      onBlur={settle}
      onKeyDown={move}
    />
  );
}
