import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconUserPlus, IconX } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { MaskedPhone } from '#renderer/components/masked-phone.tsx';
import { client } from '#renderer/lib/client.ts';
import { useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { ActDialog } from './act-dialog.tsx';
import { useCase } from './case-context.tsx';
import { relationWord } from './relation-word.ts';
import type { Further } from './types.ts';

/** Who else complained of the same, whether they know the result, and the way to add one. */
export function FurtherComplainants() {
  const { t } = useTranslation('bonds');
  const { page, open } = useCase();
  const { state, mergedInto } = page.complaint;
  const ended = state === 'closed' || state === 'withdrawn' || mergedInto !== null;
  return (
    <>
      {page.complainants.map((each) => (
        <FurtherLine key={each.id} complainant={each} removable={page.may.handle && !ended} />
      ))}
      {ended || page.complainants.length === 0 ? null : (
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconUserPlus size={14} />} onClick={() => open({ kind: 'person' })}>
          {t('addPerson')}
        </Button>
      )}
    </>
  );
}

function FurtherLine({ complainant, removable }: { complainant: Further; removable: boolean }) {
  const { t } = useTranslation('bonds');
  const { t: tc } = useTranslation('complaints');
  const format = useFormat();
  const now = useNow(60_000);
  const { page, act } = useCase();
  const { id, name, kind, refId, relation, phoneMasked, toldAt, tries, unreachable } = complainant;
  const reveal = async () => {
    const of = refId !== null && kind !== 'other' ? kind : 'complainant';
    const { phone } = await client.students.reveal({
      of,
      id: of === 'complainant' ? id : (refId ?? id),
      reason: { kind: 'complaint', id: page.complaint.id },
    });
    return phone;
  };
  return (
    <div style={{ marginTop: 4 }}>
      <div className="row gap-6">
        <span className="tx-3 nowrap">{relation ? relationWord(kind, relation, tc) : t('alsoComplains')}</span>
        <span className="ellipsis">{name}</span>
        <MaskedPhone masked={phoneMasked} who={name} onReveal={page.may.reveal ? reveal : undefined} />
        {removable ? (
          <ActionIcon
            className="end"
            size={24}
            aria-label={t('remove', { name })}
            onClick={() => act((one) => client.complaints.removeComplainant({ ...one, complainantId: id }), t('done.personGone'))}
          >
            <IconX size={14} />
          </ActionIcon>
        ) : null}
      </div>
      <span className="s12 tx-3">
        {toldAt !== null
          ? t('told', { time: format.near(toldAt, now) })
          : unreachable
            ? t('unreachable')
            : tries > 0
              ? t('tries', { count: tries, n: tries })
              : t('notTold')}
      </span>
    </div>
  );
}

type Person = { kind: 'guardian' | 'student' | 'other'; refId: string | null; name: string; phone: string };
const OTHER: Person = { kind: 'other', refId: null, name: '', phone: '' };

/** The guardians and students on file that do not complain here yet. */
function usePeople(): { id: string; label: string; person: Person }[] {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const known = new Set([page.complaint.complainant.refId, ...page.complainants.map((each) => each.refId)]);
  return useQueries({
    queries: page.students.map((student) => orpc.students.get.queryOptions({ input: { id: student.id } })),
    combine: (results) => {
      const people: { id: string; label: string; person: Person }[] = [];
      for (const { data } of results) {
        for (const guardian of data?.guardians ?? []) {
          if (known.has(guardian.id) || people.some((each) => each.id === guardian.id)) continue;
          const relation = t(`relation.${guardian.relation || 'guardian'}`);
          people.push({
            id: guardian.id,
            label: `${relation} ${guardian.name}`.trim(),
            person: { kind: 'guardian', refId: guardian.id, name: guardian.name, phone: '' },
          });
        }
      }
      for (const student of page.students) {
        if (known.has(student.id)) continue;
        people.push({ id: student.id, label: student.name, person: { kind: 'student', refId: student.id, name: student.name, phone: '' } });
      }
      return people;
    },
  });
}

/** 还有人反映: somebody on file, or a name and a number. */
export function PersonToAddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('bonds');
  const { page } = useCase();
  const { key } = useSaveKey();
  const people = usePeople();
  const anonymous = page.complaint.complainant.kind === 'anonymous';
  return (
    <ActDialog
      form="person"
      title={t('person.title')}
      action={t('person.action')}
      done={t('done.person')}
      initial={{ person: OTHER }}
      check={({ person }) => ({
        'person-name': person.kind === 'other' && person.name.trim() === '' ? t('person.nameMissing') : undefined,
      })}
      act={(act, { person }) => client.complaints.addComplainant({ ...act, ...person, key })}
      after={<p className="tx-2">{t(anonymous ? 'person.afterAnonymous' : 'person.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          {people.length > 0 ? (
            <FieldRow label={t('person.who')}>
              <SegmentedControl
                aria-label={t('person.who')}
                data={[...people.map(({ id, label }) => ({ value: id, label })), { value: 'other', label: t('person.other') }]}
                value={value.person.refId ?? 'other'}
                onChange={(next) => patch({ person: people.find((each) => each.id === next)?.person ?? OTHER })}
                style={{ flexWrap: 'wrap' }}
              />
            </FieldRow>
          ) : null}
          {value.person.kind === 'other' ? (
            <>
              <FieldRow label={t('person.name')} htmlFor="person-name" required error={errors['person-name']}>
                <TextInput
                  id="person-name"
                  data-autofocus
                  maxLength={200}
                  value={value.person.name}
                  onChange={(event) => patch({ person: { ...value.person, name: event.currentTarget.value } })}
                />
              </FieldRow>
              <FieldRow label={t('person.phone')} htmlFor="person-phone">
                <TextInput
                  id="person-phone"
                  maxLength={40}
                  value={value.person.phone}
                  onChange={(event) => patch({ person: { ...value.person, phone: event.currentTarget.value } })}
                />
              </FieldRow>
            </>
          ) : null}
        </>
      )}
    </ActDialog>
  );
}
