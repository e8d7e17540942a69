import { Radio, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SeverityChip, When } from '#renderer/components/status.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import classes from './bonds.module.css';
import { useCase } from './case-context.tsx';
import { StateLabel } from './state-label.tsx';
import type { Other } from './types.ts';

interface OtherPickerProps {
  readonly id: string;
  readonly value: Other | null;
  readonly onChange: (other: Other) => void;
  readonly error?: string | undefined;
  /** Why one may not be chosen; null = it may. */
  readonly blocked?: (other: Other) => string | null;
}

/** Another complaint: those that are near come by themselves, all others by number, name or words. */
export function OtherPicker({ id, value, onChange, error, blocked }: OtherPickerProps) {
  const { t } = useTranslation('bonds');
  const { page } = useCase();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const query = useQuery(
    orpc.complaints.others.queryOptions({ input: { id: page.complaint.id, text: asked }, placeholderData: keepPreviousData, staleTime: 0 }),
  );
  const others = query.data ?? [];
  useFresh(value, onChange);
  return (
    <div>
      <TextInput
        id={id}
        data-autofocus
        aria-label={t('link.find')}
        placeholder={t('link.find')}
        leftSection={<IconSearch size={15} aria-hidden="true" />}
        value={text}
        error={error}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className="s12 tx-3" style={{ margin: '4px 0' }}>
        {query.data && others.length === 0 ? t('link.nothing') : t('link.hint')}
      </p>
      <Radio.Group
        aria-label={t('link.which')}
        value={value?.id ?? ''}
        onChange={(chosen) => {
          const other = others.find((each) => each.id === chosen);
          if (other) onChange(other);
        }}
      >
        <div className={classes.others}>
          {others.map((other) => {
            const why = blocked?.(other) ?? null;
            return (
              <Radio
                key={other.id}
                value={other.id}
                size="xs"
                disabled={why !== null}
                title={why ?? undefined}
                classNames={{ root: classes.other, labelWrapper: classes.otherLabel }}
                label={<OtherLine other={other} />}
              />
            );
          })}
        </div>
      </Radio.Group>
    </div>
  );
}

/** What was chosen may change while the form is open, or have changed since its draft was kept: the form goes on with what is true now. */
function useFresh(value: Other | null, onChange: (other: Other) => void): void {
  const { page } = useCase();
  const { data } = useQuery(
    orpc.complaints.others.queryOptions({
      input: { id: page.complaint.id, text: value?.number ?? '' },
      enabled: value !== null,
      staleTime: 0,
    }),
  );
  const fresh = value && data?.find((each) => each.id === value.id);
  useEffect(() => {
    if (fresh && value && fresh.version > value.version) onChange(fresh);
  });
}

/** A complaint in two lines. */
function OtherLine({ other }: { other: Other }) {
  return (
    <span className={classes.line}>
      <span className="row gap-8 s12 tx-3">
        <span className="nowrap">{other.number}</span>
        <StateLabel state={other.state} />
        <SeverityChip severity={other.severity} />
        <span className="ellipsis tx-2">{other.student}</span>
        <span className="end nowrap">
          <When at={other.receivedAt} />
        </span>
      </span>
      <span className="ellipsis s13" title={other.words}>
        {other.words}
      </span>
    </span>
  );
}
