import { Checkbox, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { MomentField } from '#renderer/components/moment-field.tsx';
import { StaffMultiSelect } from '#renderer/components/staff-select.tsx';
import { TextLimit, useTooLong } from '#renderer/components/text-limit.tsx';
import { client } from '#renderer/lib/client.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { type Channel, LONG_TEXT } from '#shared/contract/fields.ts';
import { ActDialog } from './act-dialog.tsx';
import { useCase } from './case-context.tsx';
import { CHANNELS } from './channels.ts';
import { ComplainantField } from './complainant-field.tsx';
import { PacksField } from './packs-field.tsx';
import { type PickedPack, type PickedStudent, packsOf, type RecordDraft } from './record-draft.ts';
import { relationWord } from './relation-word.ts';
import { StudentPicker } from './student-picker.tsx';
import type { CasePage } from './types.ts';

type Complainant = RecordDraft['complainant'];

/** What is typed; null = left as it is, so that what others write meanwhile is not put back. */
interface AmendDraft {
  readonly students: readonly PickedStudent[] | null;
  readonly packs: readonly PickedPack[] | null;
  readonly complainant: Complainant | null;
  readonly channel: Channel | null;
  readonly words: string | null;
  readonly wish: string | null;
  readonly receivedAt: number | null;
  readonly aboutIds: readonly string[] | null;
  readonly replyRequired: boolean | null;
}

const UNTOUCHED: AmendDraft = {
  students: null,
  packs: null,
  complainant: null,
  channel: null,
  words: null,
  wish: null,
  receivedAt: null,
  aboutIds: null,
  replyRequired: null,
};

const studentsOf = (page: CasePage): PickedStudent[] => page.students.map(({ id, name, number }) => ({ id, name, number, note: '' }));

const packsOn = (page: CasePage): PickedPack[] => page.students.flatMap((student) => student.packs.filter((pack) => pack.concerned));

/** 补充更正: what was recorded wrongly or not at all. */
export function AmendDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('complaints');
  const { page } = useCase();
  const format = useFormat();
  const { key } = useSaveKey();
  const tooLong = useTooLong();
  const { complaint } = page;
  return (
    <ActDialog
      form="amend"
      title={t('amend.title')}
      action={t('amend.action')}
      done={t('done.amend')}
      size={760}
      initial={UNTOUCHED}
      check={({ words, complainant, receivedAt }) => ({
        'amend-words': words?.trim() === '' ? t('record.error.words') : tooLong(words ?? ''),
        'complainant-name': complainant?.kind === 'other' && complainant.name.trim() === '' ? t('record.error.name') : undefined,
        'amend-received': receivedAt !== null && receivedAt > complaint.receivedAt ? t('amend.onlyEarlier') : undefined,
      })}
      act={(act, value) => client.complaints.amend({ ...act, ...sent(value, value.students ?? studentsOf(page)), key })}
      texts={[
        { key: 'words', label: t('field.words'), saved: (now) => now.complaint.words },
        { key: 'wish', label: t('field.wish'), saved: (now) => now.complaint.wish },
      ]}
      after={<p className="tx-2">{t('amend.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => {
        const students = value.students ?? studentsOf(page);
        return (
          <>
            <FieldRow label={t('field.students')} htmlFor="amend-students">
              <StudentPicker
                id="amend-students"
                value={students}
                onAdd={(student) => patch({ students: [...students, student] })}
                onRemove={(id) => patch({ students: students.filter((each) => each.id !== id) })}
              />
            </FieldRow>
            <PacksField
              id="amend-packs"
              students={students}
              complaintId={complaint.id}
              value={value.packs ?? packsOn(page)}
              onChange={(packs) => patch({ packs })}
            />
            {complaint.complainant.kind === 'anonymous' ? null : (
              <FieldRow label={t('record.complainant')} error={errors['complainant-name']}>
                <WhoTold students={students} value={value.complainant} onChange={(complainant) => patch({ complainant })} />
              </FieldRow>
            )}
            <FieldRow label={t('field.channel')}>
              <SegmentedControl
                aria-label={t('field.channel')}
                data={CHANNELS.map((each) => ({ value: each, label: t(`channel.${each}`) }))}
                value={value.channel ?? complaint.channel}
                onChange={(next) => patch({ channel: CHANNELS.find((each) => each === next) ?? null })}
              />
            </FieldRow>
            <FieldRow label={t('field.words')} htmlFor="amend-words" required error={errors['amend-words']}>
              <Textarea
                id="amend-words"
                data-autofocus
                minRows={3}
                maxRows={8}
                value={value.words ?? complaint.words}
                onChange={(event) => patch({ words: event.currentTarget.value })}
              />
              {errors['amend-words'] ? null : <TextLimit text={value.words ?? complaint.words} />}
            </FieldRow>
            <FieldRow label={t('field.wish')} htmlFor="amend-wish">
              <TextInput
                id="amend-wish"
                maxLength={LONG_TEXT}
                value={value.wish ?? complaint.wish}
                placeholder={t('record.wishHint')}
                onChange={(event) => patch({ wish: event.currentTarget.value })}
              />
            </FieldRow>
            <FieldRow label={t('field.about')} htmlFor="amend-about">
              <StaffMultiSelect
                id="amend-about"
                label={t('field.about')}
                value={value.aboutIds ?? complaint.about.map((each) => each.id)}
                onChange={(aboutIds) => patch({ aboutIds })}
                placeholder={t('record.aboutHint')}
              />
            </FieldRow>
            <FieldRow
              label={t('field.receivedAt')}
              htmlFor="amend-received"
              error={errors['amend-received']}
              hint={t('amend.receivedHint')}
            >
              <MomentField
                id="amend-received"
                label={t('field.receivedAt')}
                nullText={format.dateTime(complaint.receivedAt)}
                value={value.receivedAt}
                onChange={(receivedAt) => patch({ receivedAt })}
              />
            </FieldRow>
            <FieldRow label={t('record.onSpotLabel')}>
              <Checkbox
                mt={8}
                label={t('record.replyRequired')}
                checked={value.replyRequired ?? complaint.replyAsked}
                onChange={(event) => patch({ replyRequired: event.currentTarget.checked })}
              />
            </FieldRow>
          </>
        );
      }}
    </ActDialog>
  );
}

/** Only what was touched. */
function sent(
  { students, packs, complainant, channel, words, wish, receivedAt, aboutIds, replyRequired }: AmendDraft,
  concerned: readonly PickedStudent[],
) {
  return {
    ...(students ? { studentIds: students.map((each) => each.id) } : {}),
    ...(packs ? { enrolmentIds: packsOf(concerned, packs) } : {}),
    ...(complainant && complainant.kind !== 'anonymous'
      ? { complainant: { ...complainant, kind: complainant.kind, phone: complainant.phone.trim() === '' ? null : complainant.phone } }
      : {}),
    ...(channel ? { channel } : {}),
    ...(words === null ? {} : { words }),
    ...(wish === null ? {} : { wish }),
    ...(receivedAt === null ? {} : { receivedAt }),
    ...(aboutIds ? { aboutStaffIds: [...aboutIds] } : {}),
    ...(replyRequired === null ? {} : { replyRequired }),
  };
}

interface WhoToldProps {
  readonly students: readonly PickedStudent[];
  readonly value: Complainant | null;
  readonly onChange: (next: Complainant | null) => void;
}

/** The complainant as recorded; only who is to be another one, or bears another name or number, is chosen anew. */
function WhoTold({ students, value, onChange }: WhoToldProps) {
  const { t } = useTranslation('complaints');
  const { complainant } = useCase().page.complaint;
  if (value)
    return (
      <div className="col gap-4">
        <ComplainantField students={students} value={value} chosen named onChange={onChange} />
        <div className="row gap-8 s12 tx-3">
          {value.kind === 'other' ? t('amend.phoneHint') : t('amend.cardHint')}
          <button type="button" className="link" onClick={() => onChange(null)}>
            {t('amend.keepComplainant')}
          </button>
        </div>
      </div>
    );
  const { kind, refId, name, relation, phoneMasked } = complainant;
  return (
    <div className="row gap-8" style={{ minHeight: 32 }}>
      <span>
        {t('personOf', { relation: relationWord(kind, relation, t), name: name || t('noName') })}
        <span className="tx-3"> {phoneMasked}</span>
      </span>
      <button type="button" className="link" onClick={() => onChange({ kind, refId, name, phone: '' })}>
        {t('amend.changeComplainant')}
      </button>
    </div>
  );
}
