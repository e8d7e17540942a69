import { Checkbox, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { useSaveKey } from '#renderer/lib/save-key.ts';
import type { Done } from '#shared/contract/fields.ts';
import { ActDialog } from './act-dialog.tsx';
import classes from './bonds.module.css';
import { useCase } from './case-context.tsx';
import { CategoryFields, type Classified } from './category-fields.tsx';
import { useWords } from './use-words.ts';

/** What belongs to another matter becomes a complaint of its own: words, students and entries are chosen. */
export function SplitDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('bonds');
  const words = useWords();
  const { page } = useCase();
  const { complaint, students } = page;
  const { key } = useSaveKey();
  const entries = page.entries.filter((entry) => !entry.voided && (entry.kind === 'contact' || entry.kind === 'note'));
  const classified: Classified = { category: complaint.category, subcategory: complaint.subcategory, severity: complaint.severity };
  return (
    <ActDialog
      form="split"
      title={t('split.title')}
      action={t('split.action')}
      done={({ number }: Done & { number: string }) => t('done.split', { number })}
      size={720}
      initial={{ words: complaint.words, classified, studentIds: [] as string[], entryIds: [] as string[] }}
      check={(value) => ({ 'split-words': value.words.trim() === '' ? t('split.wordsMissing') : undefined })}
      act={(act, value) =>
        client.complaints.split({
          ...act,
          ...value.classified,
          words: value.words,
          studentIds: students.length === 1 ? students.map((student) => student.id) : value.studentIds,
          entryIds: value.entryIds,
          key,
        })
      }
      after={<p className="tx-2">{t('split.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('split.words')} htmlFor="split-words" required error={errors['split-words']} hint={t('split.wordsHint')}>
            <Textarea
              id="split-words"
              data-autofocus
              minRows={4}
              maxRows={10}
              value={value.words}
              onChange={(event) => patch({ words: event.currentTarget.value })}
            />
          </FieldRow>
          <FieldRow label={t('split.class')}>
            <CategoryFields value={value.classified} onChange={(next) => patch({ classified: next })} />
          </FieldRow>
          {students.length > 1 ? (
            <FieldRow label={t('split.students')}>
              <Checkbox.Group aria-label={t('split.students')} value={value.studentIds} onChange={(studentIds) => patch({ studentIds })}>
                <div className="row gap-12 wrap" style={{ paddingTop: 8 }}>
                  {students.map((student) => (
                    <Checkbox key={student.id} value={student.id} label={student.name} />
                  ))}
                </div>
              </Checkbox.Group>
            </FieldRow>
          ) : null}
          <FieldRow label={t('split.entries')}>
            {entries.length === 0 ? (
              <p className="tx-3 s13" style={{ paddingTop: 6 }}>
                {t('split.noEntries')}
              </p>
            ) : (
              <Checkbox.Group aria-label={t('split.entries')} value={value.entryIds} onChange={(entryIds) => patch({ entryIds })}>
                <div className={`col gap-12 ${classes.entries}`} style={{ paddingTop: 8 }}>
                  {entries.map((entry) => (
                    <Checkbox key={entry.id} value={entry.id} label={`${entry.by} ${words.entry(entry)}  ${entry.words}`.slice(0, 120)} />
                  ))}
                </div>
              </Checkbox.Group>
            )}
          </FieldRow>
        </>
      )}
    </ActDialog>
  );
}
