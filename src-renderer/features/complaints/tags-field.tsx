import { TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/lib/orpc.ts';

const LONGEST = 40;
const MOST = 20;

const trimmed = (tags: readonly string[]): string[] => [
  ...new Set(tags.map((tag) => tag.trim().slice(0, LONGEST)).filter((tag) => tag !== '')),
];

interface TagsFieldProps {
  readonly id: string;
  readonly label?: string;
  readonly placeholder?: string;
  readonly value: readonly string[];
  readonly onChange: (tags: string[]) => void;
  readonly autoFocus?: boolean;
  readonly size?: 'xs' | 'sm';
}

/** Tags: those that others used are offered, a new one is typed. */
export function TagsField({ id, label, placeholder, value, onChange, autoFocus, size = 'sm' }: TagsFieldProps) {
  const { data } = useQuery(orpc.complaints.choices.queryOptions());
  return (
    <TagsInput
      id={id}
      size={size}
      aria-label={label}
      placeholder={value.length === 0 ? placeholder : undefined}
      data-autofocus={autoFocus || undefined}
      data={data?.tags ?? []}
      value={[...value]}
      onChange={(tags) => onChange(trimmed(tags))}
      maxTags={MOST}
      acceptValueOnBlur
    />
  );
}
