import { Textarea } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import classes from './complaints.module.css';
import type { Proposal } from './types.ts';

interface WordsFieldProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (next: string) => void;
  readonly matches: Proposal['matches'];
  readonly invalid?: boolean;
  readonly describedBy?: string;
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
}

/** The text cut into plain and marked pieces; marks that no longer stand where they were found are left out. */
function pieces(text: string, matches: Proposal['matches']): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const { start, length, word } of [...matches].sort((a, b) => a.start - b.start)) {
    const found = text.slice(start, start + length);
    if (start < from || found.toLowerCase() !== word.toLowerCase()) continue;
    parts.push(text.slice(from, start), <mark key={start}>{found}</mark>);
    from = start + length;
  }
  parts.push(text.slice(from));
  return parts;
}

/** The words as told; what the proposal found in them is marked underneath, so the text stays a plain field. */
export function WordsField({ id, value, onChange, matches, invalid, describedBy, autoFocus, placeholder }: WordsFieldProps) {
  const marked = useMemo(() => pieces(value, matches), [value, matches]);
  return (
    <div className={classes.words}>
      <div className={classes.marks} aria-hidden="true">
        {marked}
        {'\u200b'}
      </div>
      <Textarea
        id={id}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        minRows={3}
        maxRows={9}
        error={invalid}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        data-autofocus={autoFocus || undefined}
        placeholder={placeholder}
        onScroll={(event) => {
          const layer = event.currentTarget.closest(`.${classes.words}`)?.firstElementChild;
          if (layer) layer.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
