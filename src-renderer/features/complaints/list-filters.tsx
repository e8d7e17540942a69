import { Button, Menu, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconArrowDown, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from '#renderer/components/day-field.tsx';
import { FilterBar, FilterPill } from '#renderer/components/filter-pill.tsx';
import { KeyCap } from '#renderer/components/key-cap.tsx';
import { StaffSelect } from '#renderer/components/staff-select.tsx';
import { addDays, dayOf } from '#renderer/lib/format.ts';
import { useShortcut } from '#renderer/lib/keys.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { category, complaintState, severity } from '#shared/contract/fields.ts';
import classes from './complaints.module.css';
import { Choices, MoreFilters } from './more-filters.tsx';
import { isFiltered, type ListPlace } from './place.ts';

const SORTS = ['due', 'received', 'number'] as const;

interface ListFiltersProps {
  readonly place: ListPlace;
  readonly total: number;
  readonly onChange: (part: Partial<ListPlace>) => void;
  readonly onClear: () => void;
  /** At the right, after the order: the choice of columns. */
  readonly right?: ReactNode;
}

/** Text, state, category, severity, owner, received; order at the right. All of it stands in the address. */
export function ListFilters({ place, total, onChange, onClear, right }: ListFiltersProps) {
  const { t } = useTranslation(['complaints', 'common', 'views']);
  const sort = place.sort ?? 'due';
  return (
    <FilterBar
      right={
        <>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="xs" variant="subtle" color="gray" leftSection={<IconArrowDown size={14} />}>
                {t(`sort.${sort}`)}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {SORTS.map((each) => (
                <Menu.Item key={each} onClick={() => onChange({ sort: each === 'due' ? undefined : each })}>
                  {t(`sort.${each}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          {right}
        </>
      }
    >
      <TextFilter text={place.text ?? ''} total={total} onChange={(text) => onChange({ text: text === '' ? undefined : text })} />
      <Choices
        label={t('field.state')}
        options={complaintState.options}
        word={(each) => t(`state.${each}`)}
        value={place.states ?? []}
        onChange={(states) => onChange({ states })}
      />
      <Choices
        label={t('field.category')}
        options={category.options}
        word={(each) => t(`common:category.${each}`)}
        value={place.categories ?? []}
        onChange={(categories) => onChange({ categories })}
      />
      <Choices
        label={t('field.severity')}
        options={severity.options}
        word={(each) => t(`common:severity.${each}`)}
        value={place.severities ?? []}
        onChange={(severities) => onChange({ severities })}
      />
      <OwnerFilter owner={place.owner} onChange={(owner) => onChange({ owner })} />
      <ReceivedFilter from={place.from} to={place.to} onChange={onChange} />
      <Choices
        label={t('views:column.tags')}
        offered="tags"
        word={(each) => each}
        value={place.tags ?? []}
        onChange={(tags) => onChange({ tags })}
      />
      <MoreFilters place={place} onChange={onChange} />
      {place.student ? <StudentFilter id={place.student} onClear={() => onChange({ student: undefined })} /> : null}
      {isFiltered(place) ? (
        <button type="button" className={`link ${classes.usual}`} style={{ minHeight: 24 }} onClick={onClear}>
          {t('common:empty.clearFilters')}
        </button>
      ) : null}
    </FilterBar>
  );
}

function TextFilter({ text, total, onChange }: { text: string; total: number; onChange: (text: string) => void }) {
  const { t } = useTranslation(['complaints', 'keys']);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const send = useDebouncedCallback(onChange, 200);
  useEffect(() => setTyped(text), [text]);
  useShortcut('list.filter', () => field.current?.focus());
  return (
    <TextInput
      ref={field}
      size="xs"
      w={216}
      aria-label={t('find')}
      placeholder={t('findIn', { count: total, n: total })}
      leftSection={<IconSearch size={14} />}
      rightSection={<KeyCap>/</KeyCap>}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape' || event.key === 'Enter') field.current?.blur();
        if (event.key === 'Escape' && typed !== '') {
          setTyped('');
          onChange('');
        }
      }}
    />
  );
}

function OwnerFilter({ owner, onChange }: { owner: string | undefined; onChange: (owner: string | undefined) => void }) {
  const { t } = useTranslation('complaints');
  const { data } = useQuery(orpc.staff.names.queryOptions({ input: {} }));
  const name = owner ? (data?.find((each) => each.id === owner)?.name ?? '…') : undefined;
  return (
    <FilterPill label={t('field.owner')} value={name} onClear={() => onChange(undefined)}>
      {(close) => (
        <StaffSelect
          size="xs"
          label={t('field.owner')}
          value={owner ?? null}
          workers
          onChange={(id) => {
            onChange(id ?? undefined);
            close();
          }}
        />
      )}
    </FilterPill>
  );
}

function ReceivedFilter({
  from,
  to,
  onChange,
}: {
  from: string | undefined;
  to: string | undefined;
  onChange: (part: Partial<ListPlace>) => void;
}) {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const today = dayOf(useNow(60_000), format.zone);
  const spans = [
    { label: t('received.today'), from: today },
    { label: t('received.week'), from: addDays(today, -6) },
    { label: t('received.month'), from: addDays(today, -29) },
  ];
  const known = to === undefined ? spans.find((span) => span.from === from)?.label : undefined;
  const short = (day: string | undefined) => (day ? format.shortDay(day, today) : '');
  const value = from || to ? (known ?? t('received.span', { from: short(from), to: short(to) })) : undefined;
  return (
    <FilterPill label={t('field.received')} value={value} onClear={() => onChange({ from: undefined, to: undefined })} width={240}>
      {(close) => (
        <div className={classes.choices}>
          {spans.map((span) => (
            <Button
              key={span.from}
              size="xs"
              variant="subtle"
              color="gray"
              justify="flex-start"
              onClick={() => {
                onChange({ from: span.from, to: undefined });
                close();
              }}
            >
              {span.label}
            </Button>
          ))}
          {/* inside the open filter, which takes a click anywhere else as "done" */}
          <DayField
            size="xs"
            popoverProps={{ withinPortal: false }}
            label={t('received.from')}
            clearable
            value={from ?? null}
            maxDate={to ?? undefined}
            onChange={(day) => onChange({ from: day ?? undefined })}
          />
          <DayField
            size="xs"
            popoverProps={{ withinPortal: false }}
            label={t('received.to')}
            clearable
            value={to ?? null}
            minDate={from ?? undefined}
            onChange={(day) => onChange({ to: day ?? undefined })}
          />
        </div>
      )}
    </FilterPill>
  );
}

function StudentFilter({ id, onClear }: { id: string; onClear: () => void }) {
  const { t } = useTranslation('complaints');
  const { data } = useQuery(orpc.students.get.queryOptions({ input: { id } }));
  return (
    <FilterPill label={t('field.students')} value={data?.student.name ?? '…'} onClear={onClear}>
      {() => <p className="s13 tx-2">{data?.student.number}</p>}
    </FilterPill>
  );
}
