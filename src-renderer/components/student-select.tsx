import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isComposing } from '#renderer/lib/keys.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useBestHit } from './use-best-hit.ts';

interface Choice {
  readonly id: string;
  readonly name: string;
  readonly number: string;
}

/** One student, found as everywhere: by a part of the name, pinyin, phone tail or guardian. */
export function StudentSelect({
  value,
  onChange,
  id,
  label,
  error,
  autoFocus,
}: {
  value: Choice | null;
  onChange: (student: Choice | null) => void;
  id?: string;
  label: string;
  error?: boolean;
  autoFocus?: boolean;
}) {
  const { t } = useTranslation('common');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState<string | null>(null);
  const asked = useDeferredValue((typed ?? '').trim());
  const query = useQuery(
    orpc.search.find.queryOptions({
      input: { text: asked, limit: 8, only: null },
      enabled: asked !== '',
      placeholderData: keepPreviousData,
      gcTime: 10_000,
      staleTime: 0,
    }),
  );
  const found = new Map<string, { choice: Choice; side: string }>();
  for (const hit of asked === '' ? [] : (query.data?.groups ?? []).flatMap((group) => group.hits)) {
    if (hit.kind === 'student') found.set(hit.openId, { choice: { id: hit.id, name: hit.title, number: hit.number }, side: hit.subtitle });
    if (hit.kind === 'guardian' && !found.has(hit.openId)) {
      found.set(hit.openId, { choice: { id: hit.openId, name: hit.subtitle, number: '' }, side: hit.title });
    }
  }
  function take(studentId: string | undefined): void {
    const one = found.get(studentId ?? '');
    if (!one) return;
    onChange(one.choice);
    setTyped(null);
    combobox.closeDropdown();
  }
  const best = useBestHit({ typed: typed ?? '', asked, query }, () => take([...found.keys()][0]));
  const { selectFirstOption } = combobox;
  const { settled } = best;
  const answer = query.data;
  // Enter takes the best hit, so it is chosen when the answer is on the screen and not before
  useEffect(() => {
    if (answer && settled) selectFirstOption();
  }, [answer, settled, selectFirstOption]);
  return (
    <Combobox store={combobox} onOptionSubmit={take}>
      <Combobox.Target>
        <TextInput
          id={id}
          aria-label={label}
          data-autofocus={autoFocus || undefined}
          error={error}
          placeholder={t('student.find')}
          value={typed ?? (value ? `${value.name} ${value.number}`.trim() : '')}
          rightSection={query.isFetching && asked !== '' ? <Loader size={12} /> : null}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => {
            best.forget();
            combobox.resetSelectedOption();
            setTyped(event.currentTarget.value);
            if (event.currentTarget.value === '') onChange(null);
            combobox.openDropdown();
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || isComposing(event.nativeEvent) || settled || asked === '') return;
            if (event.ctrlKey || event.metaKey || combobox.getSelectedOptionIndex() >= 0) return;
            event.preventDefault();
            // nobody is chosen until the answer is there: who saves before it must not save another one
            onChange(null);
            best.want(true);
          }}
          onBlur={() => {
            // who went on already still gets whom he meant
            if (!best.waiting) setTyped(null);
            combobox.closeDropdown();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={asked === ''}>
        <Combobox.Options aria-label={label}>
          {[...found.values()].map(({ choice, side }) => (
            <Combobox.Option key={choice.id} value={choice.id}>
              <span className="row gap-8">
                <span className="medium">{choice.name}</span>
                <span className="tx-3 s13">{choice.number}</span>
                <span className="tx-3 s13 ellipsis">{side}</span>
              </span>
            </Combobox.Option>
          ))}
          {found.size === 0 && !query.isFetching ? <Combobox.Empty>{t('student.none')}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
