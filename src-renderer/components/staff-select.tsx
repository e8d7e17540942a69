import { MultiSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '#renderer/lib/orpc.ts';

interface StaffSelectProps {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly label: string;
  readonly id?: string;
  /** These cannot be chosen. */
  readonly without?: readonly (string | null | undefined)[];
  /** Only people who log in, so who can own work. */
  readonly workers?: boolean;
  readonly clearable?: boolean;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly error?: string | undefined;
  readonly width?: number;
  readonly size?: 'xs' | 'sm';
}

/** Names of the staff for choosing; who is on duty says so and comes first. */
function useStaffChoices(options: { without?: StaffSelectProps['without']; workers?: boolean | undefined }) {
  const { t } = useTranslation('common');
  const { data } = useQuery(orpc.staff.names.queryOptions({ input: {} }));
  return (data ?? [])
    .filter((each) => !options.without?.includes(each.id) && (!options.workers || each.roles.length > 0))
    .sort((a, b) => Number(b.onDuty) - Number(a.onDuty))
    .map((each) => ({ value: each.id, label: each.onDuty ? t('staff.onDuty', { name: each.name }) : each.name }));
}

/** One member of staff. */
export function StaffSelect(props: StaffSelectProps) {
  const { t } = useTranslation('common');
  // held here, so that what was typed before the names came is not cleared by their coming; ↓ Enter then chooses
  const [search, setSearch] = useState('');
  const data = useStaffChoices({ without: props.without, workers: props.workers });
  return (
    <Select
      id={props.id}
      w={props.width}
      size={props.size ?? 'sm'}
      aria-label={props.label}
      data={data}
      value={props.value}
      onChange={props.onChange}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      selectFirstOptionOnChange
      clearable={props.clearable}
      allowDeselect={props.clearable}
      placeholder={props.placeholder ?? t('staff.choose')}
      nothingFoundMessage={t('staff.none')}
      error={props.error}
      data-autofocus={props.autoFocus || undefined}
    />
  );
}

/** Several members of staff, also those without a login. */
export function StaffMultiSelect({
  value,
  onChange,
  label,
  id,
  placeholder,
}: {
  value: readonly string[];
  onChange: (ids: string[]) => void;
  label: string;
  id?: string;
  placeholder?: string;
}) {
  const { t } = useTranslation('common');
  const data = useStaffChoices({});
  return (
    <MultiSelect
      id={id}
      aria-label={label}
      data={data}
      value={[...value]}
      onChange={onChange}
      searchable
      placeholder={value.length === 0 ? placeholder : undefined}
      nothingFoundMessage={t('staff.none')}
      maxValues={10}
    />
  );
}
