import { ActionIcon, Menu, Tabs, TextInput } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconBookmark, IconDots, IconEdit, IconFilterCheck, IconTrash } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/components/dialog.tsx';
import { FailurePanel } from '#renderer/components/failure-panel.tsx';
import { FieldRow, SaveButton } from '#renderer/components/form.tsx';
import { client } from '#renderer/lib/client.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { listView } from '#shared/contract/complaint-list.ts';
import type { Done } from '#shared/contract/fields.ts';
import classes from './complaints.module.css';
import { type ListPlace, type ListView, placeOf } from './place.ts';
import type { Views } from './use-views.ts';

interface ListViewsProps {
  readonly view: ListView;
  readonly views: Views;
  readonly counts: Partial<Record<ListView, number>> | undefined;
  readonly total: number;
  /** Goes to another address of the list. */
  readonly onGo: (place: ListPlace) => void;
  /** The fixed views keep the filters that stand. */
  readonly onView: (view: ListView) => void;
}

/** The fixed views with their counts, then the own ones; at the end what can be done with them. */
export function ListViews({ view, views, counts, total, onGo, onView }: ListViewsProps) {
  const { t } = useTranslation(['complaints', 'views']);
  const { own, open } = views;
  function change(next: string | null): void {
    const mine = own.find((each) => each.id === next);
    if (mine) onGo(placeOf(mine));
    else onView(listView.catch(view).parse(next));
  }
  return (
    <Tabs value={open?.id ?? view} onChange={change} className={classes.tabs}>
      <div className={classes.views}>
        <Tabs.List px={16} aria-label={t('views')}>
          {listView.options.map((each) => {
            const count = counts?.[each];
            return (
              <Tabs.Tab key={each} value={each}>
                <span className={each === 'overdue' && count ? classes.late : undefined}>
                  {t(`view.${each}`)}
                  <span className={classes.count}>{count ?? ''}</span>
                </span>
              </Tabs.Tab>
            );
          })}
          {own.map((each) => (
            <Tabs.Tab key={each.id} value={each.id} leftSection={<IconBookmark size={14} aria-hidden="true" />}>
              <span className={classes.ownView} title={each.name}>
                {each.name}
              </span>
              {each.id === open?.id ? <span className={classes.count}>{total}</span> : null}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <ViewMenu views={views} onGo={onGo} onView={() => onView(view)} />
      </div>
    </Tabs>
  );
}

function ViewMenu({ views, onGo, onView }: { views: Views; onGo: (place: ListPlace) => void; onView: () => void }) {
  const { t } = useTranslation('views');
  const { own, open, filter } = views;
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null);
  const at = open ? own.indexOf(open) : -1;

  async function run(act: () => Promise<Done>, message: string): Promise<boolean> {
    try {
      const { commandId } = await act();
      notifyDone({ message, undo: () => client.audit.undo({ commandId }) });
      return true;
    } catch (error) {
      notifyFailure(error);
      return false;
    }
  }
  function move(by: number): void {
    const ids = own.map((each) => each.id);
    const [moved] = ids.splice(at, 1);
    if (moved) ids.splice(at + by, 0, moved);
    void run(() => client.views.reorder({ ids }), t('done.moved'));
  }
  async function remove(): Promise<void> {
    if (!open) return;
    if (await run(() => client.views.remove({ id: open.id }), t('done.removed', { name: open.name }))) onView();
  }
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon size={28} variant="subtle" color="gray" aria-label={t('menu')}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconBookmark size={15} />} onClick={() => setNaming('new')}>
            {t('do.keep')}
          </Menu.Item>
          {open ? (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<IconFilterCheck size={15} />}
                onClick={() => void run(() => client.views.update({ ...open, filter }), t('done.updated', { name: open.name }))}
              >
                {t('do.update')}
              </Menu.Item>
              <Menu.Item leftSection={<IconEdit size={15} />} onClick={() => setNaming('rename')}>
                {t('do.rename')}
              </Menu.Item>
              <Menu.Item leftSection={<IconArrowLeft size={15} />} disabled={at <= 0} onClick={() => move(-1)}>
                {t('do.left')}
              </Menu.Item>
              <Menu.Item leftSection={<IconArrowRight size={15} />} disabled={at === own.length - 1} onClick={() => move(1)}>
                {t('do.right')}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => void remove()}>
                {t('do.remove')}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {naming ? <NameDialog views={views} renames={naming === 'rename'} onClose={() => setNaming(null)} onGo={onGo} /> : null}
    </>
  );
}

interface NameDialogProps {
  readonly views: Views;
  readonly renames: boolean;
  readonly onClose: () => void;
  readonly onGo: (place: ListPlace) => void;
}

function NameDialog({ views, renames, onClose, onGo }: NameDialogProps) {
  const { t } = useTranslation('views');
  const { open, filter, columns } = views;
  const field = useId();
  const [name, setName] = useState(renames ? (open?.name ?? '') : '');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  async function save(): Promise<void> {
    setTried(true);
    if (name.trim() === '') return document.getElementById(field)?.focus();
    setBusy(true);
    setFailure(null);
    try {
      if (renames && open) await client.views.update({ ...open, name });
      else {
        const { id, commandId } = await client.views.create({ name, filter, columns });
        notifyDone({ message: t('done.kept', { name: name.trim() }), undo: () => client.audit.undo({ commandId }) });
        onGo(placeOf({ id, filter }));
      }
      onClose();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }
  return (
    <Dialog
      title={renames ? t('do.rename') : t('do.keep')}
      size={460}
      onClose={onClose}
      actions={
        <SaveButton onSave={() => void save()} saving={busy}>
          {t('save')}
        </SaveButton>
      }
    >
      {failure === null ? null : <FailurePanel error={failure} inline />}
      <FieldRow
        label={t('name')}
        htmlFor={field}
        required
        hint={renames ? undefined : t('nameHint')}
        error={tried && name.trim() === '' ? t('nameMissing') : undefined}
      >
        <TextInput id={field} data-autofocus maxLength={40} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      </FieldRow>
    </Dialog>
  );
}
