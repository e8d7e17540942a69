import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SHORT_TEXT } from '#shared/contract/fields.ts';
import { useCase } from './case-context.tsx';
import type { CasePage } from './types.ts';

/** `withWhom` null = the primary complainant; with a name and no complainant of that id it is somebody who does not complain. */
export type Whom = { readonly withWhom: string | null; readonly complainantId: string | null };

const PRIMARY = 'primary';
const ELSE = 'else';

/** What the contact or the telling says of it. */
export function whomOf(value: Whom, page: CasePage): { withWhom: string; complainantId: string | null; someoneElse: boolean } {
  const further = page.complainants.find((each) => each.id === value.complainantId);
  if (further) return { withWhom: further.name, complainantId: further.id, someoneElse: false };
  if (value.withWhom === null) return { withWhom: page.complaint.complainant.name, complainantId: null, someoneElse: false };
  return { withWhom: value.withWhom, complainantId: null, someoneElse: true };
}

/** With whom a contact was: any of the complainants, or somebody else by name, with whom no clock stops. */
export function WhomField({
  id,
  value,
  onChange,
  label,
  error,
}: {
  id: string;
  value: Whom;
  onChange: (next: Whom) => void;
  label: string;
  error?: string | undefined;
}) {
  const { t } = useTranslation('bonds');
  const { t: tc } = useTranslation('complaints');
  const { page } = useCase();
  const further = page.complainants;
  const primaryName = page.complaint.complainant.name || tc('log.complainant');
  const chosen = further.find((each) => each.id === value.complainantId)?.id ?? (value.withWhom === null ? PRIMARY : ELSE);
  return (
    <>
      <Select
        size="xs"
        w={150}
        aria-label={t('with')}
        allowDeselect={false}
        data={[
          { value: PRIMARY, label: further.length > 0 ? t('primary', { name: primaryName }) : primaryName },
          ...further.map((each) => ({ value: each.id, label: each.name })),
          { value: ELSE, label: t('someoneElse') },
        ]}
        value={chosen}
        onChange={(next) => {
          const one = further.find((each) => each.id === next);
          onChange(one ? { withWhom: one.name, complainantId: one.id } : { withWhom: next === ELSE ? '' : null, complainantId: null });
        }}
      />
      {chosen === ELSE ? (
        <TextInput
          id={id}
          size="xs"
          w={120}
          aria-label={label}
          title={t('elseMovesNothing')}
          placeholder={t('elseHint')}
          maxLength={SHORT_TEXT}
          error={error}
          value={value.withWhom ?? ''}
          onChange={(event) => onChange({ withWhom: event.currentTarget.value, complainantId: null })}
        />
      ) : null}
    </>
  );
}
