import { Autocomplete, SegmentedControl, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { currentLang } from '#renderer/lib/i18n.ts';
import { useTree } from '#renderer/lib/use-tree.ts';
import { type Category, category, type Severity, severity } from '#shared/contract/fields.ts';
import { choices, nodeName } from '#shared/rules/triage-tree.ts';

export type Classified = { readonly category: Category; readonly subcategory: string; readonly severity: Severity };

/** Category, sub-category and severity chosen by hand. */
export function CategoryFields({
  value,
  onChange,
  autoFocus,
}: {
  value: Classified;
  onChange: (next: Classified) => void;
  autoFocus?: boolean;
}) {
  const { t } = useTranslation(['complaints', 'common']);
  const known = choices(useTree(), 'subcategory', value.category).map((node) => nodeName(node, currentLang()));
  return (
    <div className="row gap-8 wrap">
      <Select
        size="xs"
        w={110}
        aria-label={t('field.category')}
        data={category.options.map((each) => ({ value: each, label: t(`common:category.${each}`) }))}
        value={value.category}
        data-autofocus={autoFocus || undefined}
        autoFocus={autoFocus}
        openOnFocus={false}
        onChange={(next) => onChange({ ...value, category: category.catch(value.category).parse(next), subcategory: '' })}
      />
      <Autocomplete
        size="xs"
        w={150}
        aria-label={t('field.subcategory')}
        placeholder={t('field.subcategory')}
        data={known}
        value={value.subcategory}
        onChange={(next) => onChange({ ...value, subcategory: next.slice(0, 200) })}
      />
      <SegmentedControl
        aria-label={t('field.severity')}
        data={severity.options.map((each) => ({ value: each, label: t(`common:severity.${each}`) }))}
        value={value.severity}
        onChange={(next) => onChange({ ...value, severity: severity.catch(value.severity).parse(next) })}
      />
    </div>
  );
}
