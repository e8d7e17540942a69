import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Duplicate, FormValue, StudentPage } from './form-value.ts';
import { StageChip } from './stage-chip.tsx';
import classes from './students.module.css';

/** Who may be the same as the one being written; each can be looked at beside the form, opened, or waved through. */
export function Duplicates({ value, exceptId, onOpen }: { value: FormValue; exceptId: string | null; onOpen: (id: string) => void }) {
  const { t } = useTranslation('students');
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const asked = useDeferredValue(
    JSON.stringify({
      name: value.student.name.trim(),
      birthOn: value.student.birthOn,
      phones: [value.student.phone, ...value.guardians.map((each) => each.phone)]
        .map((each) => each.trim())
        .filter((each) => each.length >= 7),
    }),
  );
  const input = JSON.parse(asked) as { name: string; birthOn: string | null; phones: string[] };
  const query = useQuery(
    orpc.students.duplicates.queryOptions({
      input: { ...input, exceptId },
      enabled: input.phones.length > 0 || (input.name !== '' && input.birthOn !== null),
      placeholderData: keepPreviousData,
      gcTime: 10_000,
    }),
  );
  const enough = input.phones.length > 0 || (input.name !== '' && input.birthOn !== null);
  const found = enough ? (query.data ?? []).filter((each) => !dismissed.includes(each.id)) : [];
  if (found.length === 0) return null;
  return (
    <DuplicateStrip
      found={found}
      value={value}
      packs={[]}
      mine={t('duplicates.mine')}
      onDismiss={(id) => setDismissed([...dismissed, id])}
      onOpen={onOpen}
    />
  );
}

interface Mine {
  readonly value: FormValue;
  readonly packs: StudentPage['packs'];
  /** What stands over the own column when both are looked at side by side. */
  readonly mine: string;
}

/** One line per person who may be the same. */
export function DuplicateStrip({
  found,
  onDismiss,
  onOpen,
  ...mine
}: Mine & { found: readonly Duplicate[]; onDismiss: (id: string) => void; onOpen: (id: string) => void }) {
  const { t } = useTranslation('students');
  const [beside, setBeside] = useState<string | null>(null);
  return (
    <div className={classes.duplicates} role="status">
      {found.map((each) => (
        <div key={each.id} className="col gap-4">
          <div className="row gap-8 wrap">
            <IconUsers size={16} aria-hidden="true" />
            <span className="strong">{t('duplicates.title')}</span>
            <span className="grow">
              {t('duplicates.who', { name: each.name, number: each.number, why: t(`duplicates.why.${each.why}`) })}
            </span>
            <button type="button" className="link s13" onClick={() => setBeside(beside === each.id ? null : each.id)}>
              {beside === each.id ? t('duplicates.close') : t('duplicates.beside')}
            </button>
            <button type="button" className="link s13" onClick={() => onDismiss(each.id)}>
              {t('duplicates.other')}
            </button>
          </div>
          {beside === each.id ? <Beside id={each.id} {...mine} onOpen={() => onOpen(each.id)} /> : null}
        </div>
      ))}
    </div>
  );
}

/** The other one and this one, line by line. */
function Beside({ id, value, packs: own, mine, onOpen }: Mine & { id: string; onOpen: () => void }) {
  const { t } = useTranslation('students');
  const format = useFormat();
  const query = useQuery(orpc.students.get.queryOptions({ input: { id } }));
  if (!query.data) return null;
  const { student, guardians, packs } = query.data;
  const people = (list: readonly { name: string; phone: string }[]) =>
    list
      .map((each) => `${each.name} ${each.phone}`.trim())
      .filter((each) => each !== '')
      .join(t('listComma'));
  const bought = (list: StudentPage['packs']) =>
    list.map((pack) => `${pack.course} ${format.lessons(pack.remainingHalves)}`).join(t('listComma'));
  const lines: readonly (readonly [string, string, string])[] = [
    [t('field.name'), value.student.name, student.name],
    [t('field.birthOn'), value.student.birthOn ?? '', student.birthOn ?? ''],
    [t('field.phone'), value.student.phone, student.phoneMasked],
    [t('field.guardians'), people(value.guardians), people(guardians.map((each) => ({ name: each.name, phone: each.phoneMasked })))],
    [t('field.school'), `${value.student.school} ${value.student.grade}`.trim(), `${student.school} ${student.grade}`.trim()],
    [t('field.packs'), bought(own), bought(packs)],
  ];
  return (
    <table className={classes.beside}>
      <thead>
        <tr>
          <th scope="col">
            <span className="tx-3">{t('duplicates.field')}</span>
          </th>
          <th scope="col">{mine}</th>
          <th scope="col">
            <span className="row gap-8">
              <span className="ellipsis">
                {student.name} {student.number}
              </span>
              <StageChip stage={student.stage} />
              <Button size="xs" variant="default" onClick={onOpen}>
                {t('duplicates.open')}
              </Button>
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(([label, ours, theirs]) => (
          <tr key={label} data-same={ours !== '' && ours === theirs ? true : undefined}>
            <th scope="row">{label}</th>
            <td>{ours || '–'}</td>
            <td>{theirs || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
