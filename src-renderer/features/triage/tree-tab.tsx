import { ActionIcon, Button, Select } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { Chip } from '#renderer/components/status.tsx';
import { client } from '#renderer/lib/client.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { useChange } from '#renderer/lib/use-change.ts';
import { category } from '#shared/contract/fields.ts';
import { choices, nodeName, nodeText, standingNode, type TreeKind, type TreeNode } from '#shared/rules/triage-tree.ts';
import { NodeDialog, type NodeDialogOf } from './node-dialog.tsx';
import classes from './triage.module.css';

type Group = { parent: string; title: string; head: TreeNode | null };

/** One of the two trees, a column for each category or cause of the first level, with how many records each entry has. */
export function TreeTab({ tree }: { tree: TreeKind }) {
  const query = useQuery(orpc.triage.tree.queryOptions());
  return <QueryView query={query}>{({ nodes }) => <Tree tree={tree} nodes={nodes} />}</QueryView>;
}

function Tree({ tree, nodes }: { tree: TreeKind; nodes: readonly TreeNode[] }) {
  const { t } = useTranslation(['triage', 'common']);
  const manages = useRight('settings.manage') !== undefined;
  const uses = useQuery(orpc.triage.uses.queryOptions()).data;
  const [open, setOpen] = useState<NodeDialogOf | null>(null);
  const lang = currentLang();
  const groups: Group[] =
    tree === 'subcategory'
      ? category.options.map((each) => ({ parent: each, title: t(`common:category.${each}`), head: null }))
      : nodes
          .filter((node) => node.tree === 'cause' && node.parent === '' && node.mergedInto === null)
          .map((node) => ({ parent: node.id, title: nodeName(node, lang), head: node }));
  const below = (parent: string) => [
    ...choices(nodes, tree, parent),
    ...nodes.filter(
      (node) =>
        node.tree === tree && node.retired && node.mergedInto === null && (standingNode(nodes, node.parent)?.id ?? node.parent) === parent,
    ),
  ];
  const unplaced = (uses?.unplaced ?? []).filter((each) => each.tree === tree);
  return (
    <>
      <div className={classes.groups}>
        {groups.map((group) => (
          <Section
            key={group.parent}
            title={group.title}
            note={group.head ? t('uses', { count: uses?.uses[group.head.id] ?? 0, n: uses?.uses[group.head.id] ?? 0 }) : undefined}
            right={
              manages ? (
                <span className="row gap-4">
                  {group.head ? (
                    <Button
                      size="xs"
                      variant="subtle"
                      color="gray"
                      aria-label={t('node.edit', { name: group.title })}
                      onClick={() => setOpen({ node: group.head as TreeNode })}
                    >
                      {t('edit')}
                    </Button>
                  ) : null}
                  <ActionIcon aria-label={t('addTo', { name: group.title })} onClick={() => setOpen({ tree, parent: group.parent })}>
                    <IconPlus size={16} />
                  </ActionIcon>
                </span>
              ) : null
            }
          >
            <ul className={classes.list}>
              {below(group.parent).map((node, index, all) => (
                <NodeRow
                  key={node.id}
                  node={node}
                  lang={lang}
                  uses={uses?.uses[node.id] ?? 0}
                  siblings={all.filter((each) => !each.retired && each.parent === node.parent)}
                  index={index}
                  manages={manages}
                  onOpen={() => setOpen({ node })}
                />
              ))}
            </ul>
          </Section>
        ))}
      </div>
      {manages && tree === 'cause' ? (
        <div className="pad" style={{ paddingBottom: 16 }}>
          <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpen({ tree, parent: '' })}>
            {t('addCause')}
          </Button>
        </div>
      ) : null}
      {unplaced.length > 0 ? (
        <div className="pad" style={{ paddingBottom: 24 }}>
          <Section title={t('unplaced.title')} note={t('unplaced.note')}>
            {unplaced.map((each) => (
              <Unplaced key={`${each.category} ${each.text}`} nodes={nodes} row={each} manages={manages} />
            ))}
          </Section>
        </div>
      ) : null}
      {open ? <NodeDialog of={open} nodes={nodes} uses={uses?.uses ?? {}} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

type RowProps = {
  readonly node: TreeNode;
  readonly lang: 'zh-CN' | 'en';
  readonly uses: number;
  readonly siblings: readonly TreeNode[];
  readonly index: number;
  readonly manages: boolean;
  readonly onOpen: () => void;
};

function NodeRow({ node, lang, uses, siblings, manages, onOpen }: RowProps) {
  const { t } = useTranslation('triage');
  const { change } = useChange();
  const place = siblings.findIndex((each) => each.id === node.id);
  const name = nodeName(node, lang);
  function move(by: 1 | -1): void {
    const ids = siblings.map((each) => each.id);
    const [moved = ''] = ids.splice(place, 1);
    ids.splice(place + by, 0, moved);
    void change(() => client.triage.orderNodes({ tree: node.tree, parent: node.parent, ids }), t('done.order'));
  }
  return (
    <li className={classes.node}>
      {manages ? (
        <button type="button" className={`link ${classes.name}`} onClick={onOpen} title={name}>
          {name}
        </button>
      ) : (
        <span className={classes.name}>{name}</span>
      )}
      {node.retired ? <Chip tone="line">{t('retired')}</Chip> : null}
      {node.former.length > 0 ? (
        <span className="s12 tx-3 ellipsis" title={node.former.join('、')}>
          {t('former', { names: node.former.join('、') })}
        </span>
      ) : null}
      <span className="end" />
      {manages && !node.retired && siblings.length > 1 ? (
        <span className={classes.moves}>
          <ActionIcon aria-label={t('up', { name })} disabled={place <= 0} onClick={() => move(-1)}>
            <IconChevronUp size={15} />
          </ActionIcon>
          <ActionIcon aria-label={t('down', { name })} disabled={place === siblings.length - 1} onClick={() => move(1)}>
            <IconChevronDown size={15} />
          </ActionIcon>
        </span>
      ) : null}
      <span className={`s12 ${classes.count}`}>{uses > 0 ? t('uses', { count: uses, n: uses }) : ''}</span>
    </li>
  );
}

type UnplacedRow = { tree: TreeKind; category: string; text: string; uses: number };

/** Words of records that no entry knows: put under one by a choice. */
function Unplaced({ nodes, row, manages }: { nodes: readonly TreeNode[]; row: UnplacedRow; manages: boolean }) {
  const { t } = useTranslation(['triage', 'common']);
  const { busy, change } = useChange();
  const lang = currentLang();
  const data = nodes
    .filter((node) => node.tree === row.tree && node.mergedInto === null && !node.retired)
    .filter((node) => (row.tree === 'subcategory' ? node.parent === row.category : node.parent !== ''))
    .map((node) => ({ value: node.id, label: nodeText(nodes, node, lang) }));
  return (
    <div className={classes.unplaced}>
      <span className="grow clamp-2">
        {row.tree === 'subcategory' ? t('unplaced.in', { category: t(`common:category.${row.category}`), text: row.text }) : row.text}
      </span>
      <span className={`s12 ${classes.count}`}>{t('uses', { count: row.uses, n: row.uses })}</span>
      {manages ? (
        <Select
          size="xs"
          w={240}
          searchable
          disabled={busy}
          aria-label={t('unplaced.choose', { text: row.text })}
          placeholder={t('unplaced.into')}
          data={data}
          value={null}
          onChange={(into) => {
            if (into) void change(() => client.triage.adopt({ ...row, into }), t('done.adopt', { text: row.text }));
          }}
        />
      ) : null}
    </div>
  );
}
