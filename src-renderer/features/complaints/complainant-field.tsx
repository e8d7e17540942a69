import { SegmentedControl, TextInput } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { PHONE_TEXT, SHORT_TEXT } from '#shared/contract/fields.ts';
import { NOBODY_YET, type PickedStudent, type RecordDraft } from './record-draft.ts';
import { cardQuery, possibleComplainants } from './record-proposals.ts';

type Complainant = RecordDraft['complainant'];
type Choice = { readonly value: string; readonly label: string; readonly phone: string; readonly complainant: Complainant };

const ANONYMOUS: Complainant = { kind: 'anonymous', refId: null, name: '', phone: '' };

/** The people who may stand behind a complaint of these students: guardians first, the students, somebody else, nobody known. */
function useChoices(students: readonly PickedStudent[], named: boolean): { choices: Choice[]; ready: boolean } {
  const { t } = useTranslation('complaints');
  return useQueries({
    queries: students.map(cardQuery),
    combine: (results) => {
      const cards = results.map(({ data }) => data);
      const choices = possibleComplainants(students, cards).map(({ complainant, relation, phone }): Choice => {
        const { kind, refId, name } = complainant;
        const guardian = `${relation ? t(`relation.${relation}`) : t('relation.guardian')} ${name}`.trim();
        const self = students.length > 1 ? name : t('record.studentSelf');
        return { value: refId ?? '', label: kind === 'guardian' ? guardian : self, phone, complainant };
      });
      choices.push({ value: 'other', label: t('record.someoneElse'), phone: '', complainant: NOBODY_YET });
      if (!named) choices.push({ value: 'anonymous', label: t('record.anonymous'), phone: '', complainant: ANONYMOUS });
      return { choices, ready: results.every((result) => !result.isPending) };
    },
  });
}

interface ComplainantFieldProps {
  readonly students: readonly PickedStudent[];
  readonly value: Complainant;
  readonly chosen: boolean;
  readonly onChange: (next: Complainant, chosen: boolean) => void;
  readonly nameError?: string | undefined;
  /** Somebody is known; nobody cannot be chosen. */
  readonly named?: boolean;
}

/** 谁来反映: one key or click; the masked number of a guardian stands beside it. */
export function ComplainantField({ students, value, chosen, onChange, nameError, named = false }: ComplainantFieldProps) {
  const { t } = useTranslation('complaints');
  const { choices, ready } = useChoices(students, named);
  const first = choices[0];
  const undecided = !chosen && !ready;
  const current = undecided
    ? undefined
    : choices.find((choice) => choice.complainant.kind === value.kind && choice.complainant.refId === value.refId);

  // whoever is most likely is proposed as soon as the student is known, and a choice that is gone falls back to it
  useEffect(() => {
    if (!ready || !first || (chosen && current)) return;
    if (current !== first) onChange(first.complainant, false);
  }, [ready, first, chosen, current, onChange]);

  return (
    <div className="row gap-8 wrap">
      <SegmentedControl
        aria-label={t('record.complainant')}
        data={choices.map(({ value: id, label }) => ({ value: id, label }))}
        // whoever is proposed is not known yet: nothing is chosen, so that any choice is one
        value={undecided ? '' : (current?.value ?? first?.value ?? 'other')}
        onChange={(id) => {
          const choice = choices.find((each) => each.value === id);
          if (choice) onChange(choice.complainant, true);
        }}
        style={{ flexWrap: 'wrap' }}
      />
      {current?.phone ? <span className="tx-2 s13 nowrap">{current.phone}</span> : null}
      {value.kind === 'other' && !undecided ? (
        <>
          <TextInput
            id="complainant-name"
            size="xs"
            w={140}
            aria-label={t('record.otherName')}
            placeholder={t('record.otherName')}
            maxLength={SHORT_TEXT}
            value={value.name}
            error={nameError}
            onChange={(event) => onChange({ ...value, name: event.currentTarget.value }, true)}
          />
          <TextInput
            size="xs"
            w={150}
            aria-label={t('record.otherPhone')}
            placeholder={t('record.otherPhone')}
            maxLength={PHONE_TEXT}
            value={value.phone}
            onChange={(event) => onChange({ ...value, ...splitPhone(value, event.currentTarget.value) }, true)}
          />
        </>
      ) : null}
    </div>
  );
}

/** "王丽 13812345678" pasted into the phone fills the name too. */
function splitPhone(value: Complainant, text: string): Partial<Complainant> {
  const match = /^\s*(\D*?)[\s:：]*(\+?[\d\s-]{7,})\s*$/.exec(text);
  const name = match?.[1]?.trim() ?? '';
  return match && name !== '' && value.name === '' ? { name, phone: match[2]!.trim() } : { phone: text };
}
