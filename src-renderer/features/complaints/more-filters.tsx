import { Button, Checkbox } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterPill } from '#renderer/components/filter-pill.tsx';
import { channel } from '#shared/contract/fields.ts';
import classes from './complaints.module.css';
import type { ListPlace } from './place.ts';

interface ChoicesProps<T extends string> {
  readonly label: string;
  readonly options: readonly T[];
  readonly word: (option: T) => string;
  readonly value: readonly T[];
  readonly onChange: (next: T[] | undefined) => void;
}

/** One condition with several of a few values. */
export function Choices<T extends string>({ label, options, word, value, onChange }: ChoicesProps<T>): ReactNode {
  const { t } = useTranslation(['complaints', 'views']);
  const chosen = options.filter((option) => value.includes(option));
  return (
    <FilterPill
      label={label}
      value={chosen.length > 0 ? chosen.map(word).join(t('list.and')) : undefined}
      onClear={() => onChange(undefined)}
      width={180}
    >
      {() => (
        <div className={classes.choices}>
          {options.length === 0 ? <p className="s13 tx-3">{t('views:noChoices')}</p> : null}
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
      )}
    </FilterPill>
  );
}

/** What stands in the address can be taken off again, also when nobody offers it any more. */
export const withChosen = (offered: readonly string[] = [], chosen: readonly string[] = []) => [...new Set([...chosen, ...offered])];

/** The rarer conditions stand as pills of their own only while they are set or asked for. */
export function MoreFilters({
  place,
  choices,
  onChange,
}: {
  place: ListPlace;
  choices: { causes: string[]; about: { id: string; name: string }[] } | undefined;
  onChange: (part: Partial<ListPlace>) => void;
}) {
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
  const about = choices?.about ?? [];
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
        options={withChosen(choices?.causes, place.causes)}
        word={(each) => each}
        value={place.causes ?? []}
        onChange={(causes) => onChange({ causes })}
      />
      <FilterPill
        label={t('views:column.about')}
        value={place.about ? (about.find((each) => each.id === place.about)?.name ?? '…') : undefined}
        onClear={() => onChange({ about: undefined })}
      >
        {(close) => (
          <div className={classes.choices}>
            {about.length === 0 ? <p className="s13 tx-3">{t('views:nobodyAbout')}</p> : null}
            {about.map((each) => (
              <Button
                key={each.id}
                size="xs"
                variant="subtle"
                color="gray"
                justify="flex-start"
                onClick={() => {
                  onChange({ about: each.id });
                  close();
                }}
              >
                {each.name}
              </Button>
            ))}
          </div>
        )}
      </FilterPill>
    </>
  );
}
