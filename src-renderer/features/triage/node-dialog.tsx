import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { currentLang } from '#renderer/lib/i18n.ts';
import { notifyDone } from '#renderer/lib/notify.tsx';
import { useChange } from '#renderer/lib/use-change.ts';
import { mergeProblem, nodeName, nodeText, type TreeKind, type TreeNode } from '#shared/rules/triage-tree.ts';

export type NodeDialogOf = { readonly node: TreeNode } | { readonly tree: TreeKind; readonly parent: string };

interface NodeDialogProps {
  readonly of: NodeDialogOf;
  readonly nodes: readonly TreeNode[];
  readonly uses: Readonly<Record<string, number>>;
  readonly onClose: () => void;
}

/** One entry of a tree: its name, what it is merged into, whether it is still offered. */
export function NodeDialog({ of, nodes, uses, onClose }: NodeDialogProps) {
  const { t } = useTranslation('triage');
  const node = 'node' in of ? of.node : null;
  const tree = 'node' in of ? of.node.tree : of.tree;
  const parent = 'node' in of ? of.node.parent : of.parent;
  const [nameZh, setNameZh] = useState(node?.nameZh ?? '');
  const [nameEn, setNameEn] = useState(node?.nameEn ?? '');
  const [into, setInto] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const { busy, change } = useChange();
  const lang = currentLang();
  const name = node ? nodeName(node, lang) : '';
  const used = node ? (uses[node.id] ?? 0) : 0;
  const others = node ? nodes.filter((each) => mergeProblem(node, each) === null && !each.retired) : [];

  async function save(): Promise<void> {
    setTried(true);
    if (nameZh.trim() === '') return document.getElementById('node-name')?.focus();
    setSaving(true);
    setFailure(null);
    try {
      const { commandId } = await client.triage.saveNode({
        id: node?.id ?? null,
        tree,
        parent,
        nameZh,
        nameEn,
        version: node?.version ?? 0,
      });
      onClose();
      notifyDone({ message: t(node ? 'done.rename' : 'done.add', { name: nameZh }), undo: () => client.audit.undo({ commandId }) });
    } catch (error) {
      setFailure(error);
    } finally {
      setSaving(false);
    }
  }
  const act = (run: Parameters<typeof change>[0], message: string) => void change(run, message).then((ok) => ok && onClose());
  return (
    <Dialog
      title={node ? t('node.edit', { name }) : t('node.add')}
      size={560}
      onClose={onClose}
      dirty={nameZh !== (node?.nameZh ?? '') || nameEn !== (node?.nameEn ?? '')}
      actions={<SaveButton onSave={() => void save()} saving={saving} />}
    >
      {failure ? <FailurePanel inline error={failure} /> : null}
      <FieldRow
        label={t('node.name')}
        htmlFor="node-name"
        required
        error={tried && nameZh.trim() === '' ? t('node.needName') : undefined}
        hint={node && used > 0 ? t('node.keeps', { count: used, n: used }) : undefined}
      >
        <TextInput id="node-name" data-autofocus maxLength={60} value={nameZh} onChange={(event) => setNameZh(event.currentTarget.value)} />
      </FieldRow>
      <FieldRow label={t('node.nameEn')} htmlFor="node-name-en">
        <TextInput
          id="node-name-en"
          maxLength={60}
          placeholder={t('node.optional')}
          value={nameEn}
          onChange={(event) => setNameEn(event.currentTarget.value)}
        />
      </FieldRow>
      {node ? (
        <>
          <FieldRow label={t('node.merge')} htmlFor="node-into" hint={t('node.mergeHint')}>
            <div className="row gap-8">
              <Select
                id="node-into"
                className="grow"
                searchable
                placeholder={t('node.mergeInto')}
                data={others.map((each) => ({ value: each.id, label: nodeText(nodes, each, lang) }))}
                value={into}
                onChange={setInto}
              />
              <Button
                variant="default"
                disabled={into === null || busy}
                onClick={() => into && act(() => client.triage.mergeNodes({ id: node.id, into }), t('done.merge', { name }))}
              >
                {t('node.mergeDo')}
              </Button>
            </div>
          </FieldRow>
          <FieldRow label={t('node.offer')} hint={t(node.retired ? 'node.retiredHint' : 'node.retireHint')}>
            <div className="row gap-8">
              <Button
                variant="default"
                disabled={busy}
                onClick={() =>
                  act(
                    () => client.triage.retireNode({ id: node.id, retired: !node.retired }),
                    t(node.retired ? 'done.restore' : 'done.retire', { name }),
                  )
                }
              >
                {t(node.retired ? 'node.restore' : 'node.retire')}
              </Button>
              {!node.shipped && used === 0 ? (
                <Button
                  variant="default"
                  color="red"
                  disabled={busy}
                  onClick={() => act(() => client.triage.removeNode({ id: node.id }), t('done.remove', { name }))}
                >
                  {t('node.remove')}
                </Button>
              ) : null}
            </div>
          </FieldRow>
        </>
      ) : null}
    </Dialog>
  );
}
