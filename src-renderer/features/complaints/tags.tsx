import { IconTag } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { FieldRow } from '#renderer/components/form.tsx';
import { Chip } from '#renderer/components/status.tsx';
import { client } from '#renderer/lib/client.ts';
import { ActDialog } from './act-dialog.tsx';
import { useCase } from './case-context.tsx';
import classes from './complaints.module.css';
import { TagsField } from './tags-field.tsx';
import type { Act } from './types.ts';

/** The tags of this complaint, and the way to change them. */
export function CaseTags() {
  const { t } = useTranslation('complaints');
  const { page, open } = useCase();
  const { tags, mergedInto } = page.complaint;
  const may = page.may.handle && mergedInto === null;
  if (tags.length === 0 && !may) return null;
  return (
    <ul className={`row gap-6 wrap ${classes.tags}`} aria-label={t('field.tags')}>
      {tags.map((tag) => (
        <li key={tag}>
          <Chip icon={IconTag}>{tag}</Chip>
        </li>
      ))}
      {may ? (
        <li>
          <button type="button" className={`link ${classes.small}`} onClick={() => open({ kind: 'tags' })}>
            {t(tags.length === 0 ? 'tags.add' : 'tags.change')}
          </button>
        </li>
      ) : null}
    </ul>
  );
}

/** The same act as from the list, on this one. */
async function changeTags(act: Act, before: readonly string[], after: readonly string[]) {
  const { refused, ...done } = await client.complaints.bulk({
    items: [act],
    act: { do: 'tag', add: after.filter((tag) => !before.includes(tag)), remove: before.filter((tag) => !after.includes(tag)) },
  });
  const [refusal] = refused;
  if (refusal) throw Object.assign(new Error(refusal.code), { code: refusal.code, data: refusal.data });
  return done;
}

export function TagsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('complaints');
  const { tags } = useCase().page.complaint;
  return (
    <ActDialog
      form="tags"
      title={t('tags.title')}
      action={t('tags.action')}
      done={t('done.tags')}
      size={520}
      initial={{ tags: null as string[] | null }}
      act={(act, value) => changeTags(act, tags, value.tags ?? tags)}
      onClose={onClose}
    >
      {({ value, patch }) => (
        <FieldRow label={t('field.tags')} htmlFor="case-tags" hint={t('tags.hint')}>
          <TagsField id="case-tags" autoFocus value={value.tags ?? tags} onChange={(next) => patch({ tags: next })} />
        </FieldRow>
      )}
    </ActDialog>
  );
}
