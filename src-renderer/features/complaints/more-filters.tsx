import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterPill } from '#renderer/components/filter-pill.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { channel } from '#shared/contract/fields.ts';
import classes from './complaints.module.css';
import type { ListPlace } from './place.ts';

interface ChoicesProps<T extends string> {
  readonly label: string;
  /** Fixed values, or what is offered is asked of the core when it opens. */
  readonly options?: readonly T[];
  readonly offered?: 'tags' | 'causes';
  readonly word: (option: T) => string;
  readonly value: readonly T[];
  readonly onChange: (next: T[] | undefined) => void;
}

/** One condition with several of a few values. */
export function Choices<T extends string>(props: ChoicesProps<T>): ReactNode {
  const { label, options, word, value, onChange } = props;
  const { t } = useTranslation('complaints');
  const chosen = options ? options.filter((option) => value.includes(option)) : value;
  return (
    <FilterPill
      label={label}
      value={chosen.length > 0 ? chosen.map(word).join(t('list.and')) : undefined}
      onClear={() => onChange(undefined)}
      width={180}
    >
      {() => (options ? <Boxes {...props} options={options} /> : <Offered {...props} />)}
    </FilterPill>
  );
}

/** What stands in the address can be taken off again, also when nobody offers it any more. */
function Offered<T extends string>(props: ChoicesProps<T>) {
  const { data } = useQuery(orpc.complaints.choices.queryOptions());
  const offered = props.offered && data ? (data[props.offered] as T[]) : [];
  return <Boxes {...props} options={[...new Set([...props.value, ...offered])]} />;
}

function Boxes<T extends string>({ options, word, value, onChange }: ChoicesProps<T> & { readonly options: readonly T[] }) {
  const { t } = useTranslation('views');
  return (
    <div className={classes.choices}>
      {options.length === 0 ? <p className="s13 tx-3">{t('noChoices')}</p> : null}
      {options.map((option) => (
        <Checkbox
          key={option}
          py={4}
          label={word(option)}
          checked={value.includes(option)}
          onChange={(event) => {
            const next = event.currentTarget.checked ? [...value, option] : value.filter((each) => each !== option);
            onChange(next.length > 0 ? next : undefined);
          }}
        />
      ))}
    </div>
  );
}

interface MoreFiltersProps {
  readonly place: ListPlace;
  readonly onChange: (part: Partial<ListPlace>) => void;
}

/** The rarer conditions stand as pills of their own only while they are set or asked for. */
export function MoreFilters({ place, onChange }: MoreFiltersProps) {
  const { t } = useTranslation(['complaints', 'views']);
  const [asked, setAsked] = useState(false);
  const set = place.channels !== undefined || place.causes !== undefined || place.about !== undefined;
  if (!asked && !set) {
    return (
      <Button size="xs" variant="subtle" color="gray" onClick={() => setAsked(true)}>
        {t('views:moreFilters')}
      </Button>
    );
  }
  return (
    <>
      <Choices
        label={t('views:column.channel')}
        options={channel.options}
        word={(each) => t(`channel.${each}`)}
        value={place.channels ?? []}
        onChange={(channels) => onChange({ channels })}
      />
      <Choices
        label={t('views:column.cause')}
        offered="causes"
        word={(each) => each}
        value={place.causes ?? []}
        onChange={(causes) => onChange({ causes })}
      />
      <AboutFilter about={place.about} onChange={(about) => onChange({ about })} />
    </>
  );
}

function AboutFilter({ about, onChange }: { about: string | undefined; onChange: (about: string | undefined) => void }) {
  const { t } = useTranslation('views');
  const { data } = useQuery(orpc.staff.names.queryOptions({ input: {} }));
  const name = about ? (data?.find((each) => each.id === about)?.name ?? '…') : undefined;
  return (
    <FilterPill label={t('column.about')} value={name} onClear={() => onChange(undefined)}>
      {(close) => (
        <People
          onPick={(id) => {
            onChange(id);
            close();
          }}
        />
      )}
    </FilterPill>
  );
}

function People({ onPick }: { onPick: (id: string) => void }) {
  const { t } = useTranslation('views');
  const { data } = useQuery(orpc.complaints.choices.queryOptions());
  return (
    <div className={classes.choices}>
      {data?.about.length === 0 ? <p className="s13 tx-3">{t('nobodyAbout')}</p> : null}
      {data?.about.map((each) => (
        <Button key={each.id} size="xs" variant="subtle" color="gray" justify="flex-start" onClick={() => onPick(each.id)}>
          {each.name}
        </Button>
      ))}
    </div>
  );
}
