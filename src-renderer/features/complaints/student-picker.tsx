import { Combobox, PillsInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '#renderer/components/avatar.tsx';
import { useBestHit } from '#renderer/components/use-best-hit.ts';
import { isComposing } from '#renderer/lib/keys.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import classes from './complaints.module.css';
import type { PickedStudent } from './record-draft.ts';

interface StudentPickerProps {
  readonly id: string;
  readonly value: readonly PickedStudent[];
  readonly onAdd: (student: PickedStudent) => void;
  readonly onRemove: (id: string) => void;
  readonly invalid?: boolean;
  readonly describedBy?: string;
}

/** Finds students by part of the name, pinyin, initials, number or phone tail; Enter takes the first, also when it comes before the hits. */
export function StudentPicker({ id, value, onAdd, onRemove, invalid, describedBy }: StudentPickerProps) {
  const { t } = useTranslation('complaints');
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), 80);
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const found = useQuery({
    ...orpc.search.find.queryOptions({ input: { text: asked, limit: 8, only: 'student' } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const hits = (asked === '' ? [] : (found.data?.groups.flatMap((group) => group.hits) ?? [])).filter(
    (hit) => !value.some((student) => student.id === hit.openId),
  );

  const best = useBestHit({ typed: text, asked, query: found }, () => {
    const [first] = hits;
    if (first) take(first.openId);
  });

  /** With nothing typed there is no list, and Esc belongs to the dialog. */
  function open(typed: string): void {
    if (typed.trim() === '') box.closeDropdown();
    else box.openDropdown();
  }
  function take(studentId: string): void {
    const hit = hits.find((each) => each.openId === studentId);
    if (!hit) return;
    onAdd({ id: hit.openId, name: hit.title, number: hit.number, note: hit.subtitle });
    setText('');
    box.closeDropdown();
  }

  return (
    <Combobox store={box} onOptionSubmit={take}>
      <Combobox.DropdownTarget>
        <PillsInput id={id} size="sm" error={invalid} classNames={{ input: classes.picker }} onClick={() => open(text)}>
          <span className={classes.pills}>
            {value.map((student) => (
              <span key={student.id} className={classes.student}>
                <Avatar name={student.name} size={20} />
                <span className="strong nowrap">{student.name}</span>
                <span className="tx-3 ellipsis">
                  {student.number} {student.note}
                </span>
                <button
                  type="button"
                  className={classes.remove}
                  aria-label={t('record.removeStudent', { name: student.name })}
                  onClick={() => onRemove(student.id)}
                >
                  <IconX size={13} aria-hidden="true" />
                </button>
              </span>
            ))}
            <Combobox.EventsTarget withExpandedAttribute>
              <PillsInput.Field
                data-autofocus={value.length === 0 || undefined}
                value={text}
                placeholder={value.length === 0 ? t('record.findStudent') : t('record.anotherStudent')}
                aria-invalid={invalid || undefined}
                aria-describedby={describedBy}
                onFocus={() => open(text)}
                onBlur={() => box.closeDropdown()}
                onChange={(event) => {
                  best.forget();
                  setText(event.currentTarget.value);
                  open(event.currentTarget.value);
                  box.updateSelectedOptionIndex();
                }}
                onKeyDown={(event) => {
                  if (isComposing(event.nativeEvent)) return;
                  if (event.key === 'Backspace' && text === '') {
                    const last = value.at(-1);
                    if (last) onRemove(last.id);
                  }
                  // Enter without a choice takes the best fit, as soon as it is known
                  if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && text.trim() !== '' && box.getSelectedOptionIndex() < 0) {
                    event.preventDefault();
                    best.want(true);
                  }
                }}
              />
            </Combobox.EventsTarget>
          </span>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={asked === ''}>
        <Combobox.Options mah={288} style={{ overflowY: 'auto' }} aria-label={t('record.students')}>
          {hits.map((hit) => (
            <Combobox.Option key={hit.openId} value={hit.openId}>
              <span className="row gap-8 s13">
                <Avatar name={hit.title} size={20} />
                <span className="strong nowrap">{hit.title}</span>
                <span className="tx-3 nowrap">{hit.number}</span>
                <span className="tx-2 grow ellipsis">{hit.subtitle}</span>
                <span className="tx-3 nowrap">{hit.phoneMasked}</span>
              </span>
            </Combobox.Option>
          ))}
          {hits.length === 0 && !found.isFetching ? <Combobox.Empty>{t('record.noStudent')}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
