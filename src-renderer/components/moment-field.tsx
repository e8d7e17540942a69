import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseMoment } from '#renderer/lib/moment-text.ts';
import { serverNow } from '#renderer/lib/now.ts';
import { useFormat } from '#renderer/lib/use-format.ts';

interface MomentFieldProps {
  /** UTC ms; null = what `nullText` says. */
  readonly value: number | null;
  readonly onChange: (next: number | null) => void;
  /** Name for screen readers when no label stands beside it. */
  readonly label: string;
  readonly id?: string;
  /** What an empty field means, e.g. 现在. */
  readonly nullText: string;
  /** Usual moments to choose with the mouse or the arrows. */
  readonly presets?: readonly { readonly label: string; readonly at: number | null }[];
  readonly error?: ReactNode;
  readonly width?: number;
  readonly autoFocus?: boolean;
  readonly size?: 'xs' | 'sm';
}

/**
 * A moment that is typed the way it is spoken: `18:30`, `明天 9:00`, `11-20 15:30`. Shown as everywhere else once the field is
 * left; what cannot be read stays and says so.
 */
export function MomentField(props: MomentFieldProps) {
  const { value, onChange, label, id, nullText, presets, error, width = 220, autoFocus, size = 'sm' } = props;
  const { t } = useTranslation('common');
  const format = useFormat();
  const shown = value === null ? '' : format.dateTime(value);
  const [text, setText] = useState(shown);
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    setText(shown);
    setWrong(false);
  }, [shown]);

  function take(typed: string): void {
    setText(typed);
    if (typed.trim() === '') {
      setWrong(false);
      onChange(null);
      return;
    }
    const at = parseMoment(typed, serverNow(), format.zone);
    setWrong(at === null);
    if (at !== null && at !== value) {
      onChange(at);
      setText(format.dateTime(at));
    } else if (at !== null) setText(shown);
  }

  return (
    <TextInput
      id={id}
      w={width}
      size={size}
      aria-label={label}
      value={text}
      placeholder={nullText}
      data-autofocus={autoFocus || undefined}
      error={wrong ? t('moment.unreadable') : error}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={(event) => take(event.currentTarget.value)}
      onKeyDown={(event) => {
        // saving by keyboard takes what is typed without leaving the field first
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) take(event.currentTarget.value);
      }}
      rightSection={
        presets && presets.length > 0 ? (
          <Menu position="bottom-end" width={200}>
            <Menu.Target>
              <ActionIcon size={24} aria-label={t('moment.choose', { what: label })}>
                <IconClock size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {presets.map((preset) => (
                <Menu.Item key={preset.label} onClick={() => onChange(preset.at)}>
                  {preset.label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : undefined
      }
    />
  );
}
