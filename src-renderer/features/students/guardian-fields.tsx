import { ActionIcon, Button, Checkbox, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { splitPerson } from '#renderer/lib/person-text.ts';
import { emptyGuardian, type GuardianValue, RELATIONS } from './form-value.ts';
import classes from './students.module.css';

const MOST = 8;
const FLAGS = ['isPrimary', 'isPayer', 'mayPickUp'] as const;

/** The guardians of a new student, one line each; a pasted "name phone" fills both fields. */
export function GuardianFields({
  value,
  onChange,
  wrongPhone,
}: {
  value: readonly GuardianValue[];
  onChange: (next: readonly GuardianValue[]) => void;
  /** Line whose number the core refused. */
  wrongPhone: number | null;
}) {
  const { t } = useTranslation(['students', 'common']);
  const set = (index: number, change: Partial<GuardianValue>) =>
    onChange(
      value.map((guardian, at) => {
        if (at === index) return { ...guardian, ...change };
        // one primary contact at a time
        return change.isPrimary ? { ...guardian, isPrimary: false } : guardian;
      }),
    );
  return (
    <div className="col gap-8">
      {value.map((guardian, index) => {
        const n = index + 1;
        return (
          <fieldset key={`guardian-${n}`} className={classes.guardian} aria-label={t('form.guardianN', { n })}>
            <div className="row gap-8">
              <Select
                w={96}
                aria-label={t('form.relationN', { n })}
                data={RELATIONS.map((relation) => ({ value: relation, label: t(`relation.${relation}`) }))}
                value={guardian.relation}
                onChange={(relation) => set(index, { relation: (relation ?? '') as GuardianValue['relation'] })}
                allowDeselect={false}
              />
              <TextInput
                className="grow"
                aria-label={t('form.guardianNameN', { n })}
                placeholder={t('form.guardianName')}
                value={guardian.name}
                maxLength={200}
                onChange={(event) => set(index, { name: event.currentTarget.value })}
                onPaste={(event) => {
                  const person = splitPerson(event.clipboardData.getData('text'));
                  if (!person) return;
                  event.preventDefault();
                  set(index, person);
                }}
              />
              <TextInput
                w={170}
                aria-label={t('form.guardianPhoneN', { n })}
                placeholder={t('form.phone')}
                inputMode="tel"
                value={guardian.phone}
                maxLength={40}
                error={wrongPhone === index ? t('form.phoneWrong') : undefined}
                onChange={(event) => set(index, { phone: event.currentTarget.value })}
              />
              <ActionIcon
                size={28}
                aria-label={t('common:do.remove', { what: t('form.guardianN', { n }) })}
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                <IconX size={15} />
              </ActionIcon>
            </div>
            <div className="row gap-16">
              {FLAGS.map((flag) => (
                <Checkbox
                  key={flag}
                  size="xs"
                  label={t(`form.${flag}`)}
                  checked={guardian[flag]}
                  onChange={(event) => set(index, { [flag]: event.currentTarget.checked })}
                />
              ))}
            </div>
          </fieldset>
        );
      })}
      {value.length < MOST ? (
        <div>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...value, emptyGuardian(value.length === 0)])}
          >
            {t('form.addGuardian')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
