import { Button, Menu } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap, Keys } from '#renderer/components/key-cap.tsx';
import { type CreateId, openCreate } from '#renderer/lib/frame.ts';
import { dropKeyPrefix, isComposing, useKeyPrefix, useShortcut } from '#renderer/lib/keys.tsx';
import { usePerson } from '#renderer/lib/session.tsx';
import { shownKeys } from '#shared/rules/key-table.ts';
import classes from './shell.module.css';
import { slots } from './slots.tsx';

/** Whoever knows the keys types `n c` before this; whoever pauses after `n` is shown what can follow. */
const PAUSE = 400;

function CreateShortcut({ id, choose }: { id: CreateId; choose: (id: CreateId) => void }) {
  useShortcut(id, () => choose(id));
  return null;
}

/** 新建 N: what can be recorded from anywhere. */
export function NewMenu() {
  const { t } = useTranslation(['shell', 'keys']);
  const { grants } = usePerson();
  const [opened, setOpened] = useState(false);
  const prefix = useKeyPrefix();
  const items = slots.creates.filter((entry) => grants[entry.right]);

  useEffect(() => {
    if (prefix !== 'n') return;
    const timer = setTimeout(() => setOpened(true), PAUSE);
    return () => clearTimeout(timer);
  }, [prefix]);

  if (items.length === 0) return null;

  function change(next: boolean): void {
    setOpened(next);
    if (!next) dropKeyPrefix();
  }
  /** Also the second key's: it may come while the menu opens, before the menu has the keyboard. */
  function choose(id: CreateId): void {
    change(false);
    openCreate(id);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event.nativeEvent) || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = items.find((entry) => shownKeys(entry.id).split(' ')[1] === event.key.toLowerCase());
    if (!item) return;
    event.preventDefault();
    event.stopPropagation();
    choose(item.id);
  }

  return (
    <>
      {items.map((entry) => (
        <CreateShortcut key={entry.id} id={entry.id} choose={choose} />
      ))}
      <Menu opened={opened} onChange={change} position="bottom-end" width={200} returnFocus>
        <Menu.Target>
          <Button size="xs" variant="default" className={classes.new} rightSection={<KeyCap>N</KeyCap>}>
            {t('shell:new')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown onKeyDown={onKeyDown}>
          {items.map(({ id, icon: Icon }) => (
            <Menu.Item
              key={id}
              leftSection={<Icon size={16} stroke={1.6} />}
              rightSection={<Keys keys={shownKeys(id).split(' ')[1] ?? ''} />}
              onClick={() => choose(id)}
            >
              {t(`keys:do.${id}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
