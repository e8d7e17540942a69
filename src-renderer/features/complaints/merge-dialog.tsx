import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { SeverityChip, When } from '#renderer/components/status.tsx';
import { client } from '#renderer/lib/client.ts';
import { ActDialog } from './act-dialog.tsx';
import classes from './bonds.module.css';
import { useCase } from './case-context.tsx';
import { OtherPicker } from './other-picker.tsx';
import { StateLabel } from './state-label.tsx';
import type { CasePage, Other } from './types.ts';

const ENDED: readonly string[] = ['closed', 'withdrawn'];

function thisOne({ complaint, students }: CasePage): Other {
  const { id, number, words, state, severity, receivedAt, version } = complaint;
  const names = students.map((student) => student.name).join('、') || complaint.complainant.name;
  return { id, number, words, state, severity, receivedAt, version, student: names, owner: complaint.owner?.name ?? '' };
}

/** Two records of one event become one: which other one, and which of the two stays. */
export function MergeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('bonds');
  const { page } = useCase();
  const mine = thisOne(page);
  return (
    <ActDialog
      form="merge"
      title={t('merge.title')}
      action={t('merge.action')}
      done={t('done.merge')}
      size={680}
      initial={{ other: null as Other | null, stays: 'this' }}
      check={({ other }) => ({ 'merge-other': other === null ? t('link.missing') : undefined })}
      act={(act, { other, stays }) => {
        const { id = '', version = 1 } = other ?? {};
        return stays === 'this'
          ? client.complaints.merge({ id, version, intoId: act.id, intoVersion: act.version })
          : client.complaints.merge({ ...act, intoId: id, intoVersion: version });
      }}
      after={<p className="tx-2">{t('merge.after')}</p>}
      onClose={onClose}
    >
      {({ value, patch, errors }) => (
        <>
          <FieldRow label={t('merge.which')} htmlFor="merge-other" required>
            <OtherPicker
              id="merge-other"
              value={value.other}
              onChange={(other) => patch({ other })}
              error={errors['merge-other']}
              blocked={(other) => (ENDED.includes(other.state) ? t('merge.open') : null)}
            />
          </FieldRow>
          {value.other ? (
            <FieldRow label={t('merge.stays')}>
              <Radio.Group aria-label={t('merge.stays')} value={value.stays} onChange={(stays) => patch({ stays })}>
                <div className={classes.both}>
                  {[
                    { key: 'this', other: mine },
                    { key: 'other', other: value.other },
                  ].map(({ key, other }) => (
                    <div key={key} className={classes.side}>
                      <Radio value={key} label={key === 'this' ? `${other.number} ${t('merge.this')}` : other.number} />
                      <span className="row gap-8 wrap s12" style={{ margin: '4px 0 2px' }}>
                        <StateLabel state={other.state} />
                        <SeverityChip severity={other.severity} />
                        <span className="tx-3">
                          <When at={other.receivedAt} />
                        </span>
                      </span>
                      <p className="clamp-2 s13">{other.words}</p>
                      <span className="s12 tx-2">
                        {other.student} <span className="tx-3">{t('merge.owner')}</span> {other.owner}
                      </span>
                    </div>
                  ))}
                </div>
              </Radio.Group>
            </FieldRow>
          ) : null}
        </>
      )}
    </ActDialog>
  );
}
