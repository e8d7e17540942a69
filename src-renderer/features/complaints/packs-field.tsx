import { Chip } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import classes from './complaints.module.css';
import type { PickedPack } from './record-draft.ts';

interface PacksFieldProps {
  readonly id: string;
  readonly students: readonly { readonly id: string; readonly name: string }[];
  /** Of a complaint that is there already: packs that it names and that have ended since can be named on. */
  readonly complaintId?: string;
  readonly value: readonly PickedPack[];
  readonly onChange: (next: PickedPack[]) => void;
}

/**
 * Which packs of the students it is about. Asked only where there is a choice: a student with several, or one named already. None named
 * of a student = all of them.
 */
export function PacksField({ id, students, complaintId, value, onChange }: PacksFieldProps) {
  const { t } = useTranslation('complaints');
  const format = useFormat();
  const { data: packs = [] } = useQuery({
    ...orpc.complaints.packs.queryOptions({
      input: { studentIds: students.map((student) => student.id), complaintId: complaintId ?? null },
    }),
    enabled: students.length > 0,
    placeholderData: keepPreviousData,
  });
  const choices = students
    .map((student) => ({ student, packs: packs.filter((pack) => pack.studentId === student.id) }))
    .filter((choice) => choice.packs.length > 1 || choice.packs.some((pack) => value.some((named) => named.id === pack.id)));
  if (choices.length === 0) return null;
  const toggle = (pack: PickedPack) =>
    onChange(
      value.some((named) => named.id === pack.id)
        ? value.filter((named) => named.id !== pack.id)
        : [...value, { id: pack.id, studentId: pack.studentId }],
    );
  return (
    <FieldRow label={t('field.enrolments')} hint={value.length === 0 ? t('packs.hint') : undefined}>
      <div className="col gap-6" id={id}>
        {choices.map(({ student, packs: own }) => (
          <fieldset key={student.id} className={`row gap-8 wrap ${classes.choice}`} aria-label={t('packs.of', { name: student.name })}>
            {students.length > 1 ? <span className="tx-3 s12 nowrap">{student.name}</span> : null}
            {own.map((pack) => (
              <Chip key={pack.id} size="sm" checked={value.some((named) => named.id === pack.id)} onChange={() => toggle(pack)}>
                <span className={classes.packChoice}>
                  <span className="ellipsis" title={pack.course}>
                    {[pack.course, pack.className].filter(Boolean).join(' · ')}
                  </span>
                  <span>· {t('lessonsLeft', { n: format.lessons(pack.remainingHalves) })}</span>
                </span>
              </Chip>
            ))}
          </fieldset>
        ))}
      </div>
    </FieldRow>
  );
}
