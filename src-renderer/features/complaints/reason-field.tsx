import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';

interface ReasonFieldProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (reason: string) => void;
  readonly error: string | undefined;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
}

/** Why something is done: asked by every act that needs a reason. */
export function ReasonField({ id, value, onChange, error, placeholder, autoFocus }: ReasonFieldProps) {
  const { t } = useTranslation('complaints');
  return (
    <FieldRow label={t('field.reason')} htmlFor={id} required error={error}>
      <Textarea
        id={id}
        data-autofocus={autoFocus || undefined}
        minRows={2}
        maxLength={200}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </FieldRow>
  );
}
