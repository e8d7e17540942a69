import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SHORT_TEXT } from '#shared/contract/fields.ts';
import { useCase } from './case-context.tsx';

export type Whom = { readonly withWhom: string | null; readonly complainantId: string | null };

const PRIMARY = 'primary';
const ELSE = 'else';

/** With whom a contact was: any of the complainants, or somebody else by name. With one complainant it is a plain field. */
export function WhomField({
  value,
  onChange,
  label,
  size = 'xs',
}: {
  value: Whom;
  onChange: (next: Whom) => void;
  label: string;
  size?: string;
}) {
  const { t } = useTranslation('bonds');
  const { page } = useCase();
  const { complainant } = page.complaint;
  const further = page.complainants;
  const primaryName = complainant.name;
  const known = further.find((each) => each.id === value.complainantId);
  const chosen = known?.id ?? (value.withWhom === null || value.withWhom === primaryName ? PRIMARY : ELSE);
  const typed = (
    <TextInput
      size={size}
      w={120}
      aria-label={label}
      maxLength={SHORT_TEXT}
      value={value.withWhom ?? primaryName}
      onChange={(event) => onChange({ withWhom: event.currentTarget.value, complainantId: null })}
    />
  );
  if (further.length === 0) return typed;
  return (
    <>
      <Select
        size={size}
        w={150}
        aria-label={t('with')}
        data={[
          { value: PRIMARY, label: t('primary', { name: primaryName }) },
          ...further.map((each) => ({ value: each.id, label: each.name })),
          { value: ELSE, label: t('someoneElse') },
        ]}
        value={chosen}
        onChange={(next) => {
          const one = further.find((each) => each.id === next);
          onChange(one ? { withWhom: one.name, complainantId: one.id } : { withWhom: next === ELSE ? '' : null, complainantId: null });
        }}
      />
      {chosen === ELSE ? typed : null}
    </>
  );
}
