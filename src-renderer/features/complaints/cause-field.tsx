import { Autocomplete } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { currentLang } from '#renderer/lib/i18n.ts';
import { useTree } from '#renderer/lib/use-tree.ts';
import { choices, nodeName, nodeText } from '#shared/rules/triage-tree.ts';

/** The root cause out of the centre's tree, found by typing; what no node says may be written too and is sorted in later. */
export function CauseField({ id, value, onChange }: { id: string; value: string; onChange: (next: string) => void }) {
  const { t } = useTranslation('complaints');
  const nodes = useTree();
  const lang = currentLang();
  const groups = choices(nodes, 'cause', '').map((above) => ({
    group: nodeName(above, lang),
    items: choices(nodes, 'cause', above.id).map((node) => nodeText(nodes, node, lang)),
  }));
  return (
    <Autocomplete
      id={id}
      data-autofocus
      maxLength={200}
      maxDropdownHeight={280}
      placeholder={t('cause.hint')}
      data={groups.filter((group) => group.items.length > 0)}
      value={value}
      onChange={onChange}
    />
  );
}
