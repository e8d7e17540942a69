import { ActionBar, Button, Tooltip } from '@mantine/core';
import type { IconProps } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '#renderer/lib/keys.tsx';
import type { ShortcutId } from '#shared/rules/key-table.ts';
import { Keys } from './key-cap.tsx';

/** What can be done with the selected rows; floats above the list while something is selected. */
export function BulkBar({ count, onClear, children }: { count: number; onClear: () => void; children: ReactNode }) {
  const { t } = useTranslation('common');
  useShortcut('form.close', onClear, { enabled: count > 0 });
  return (
    <ActionBar
      opened={count > 0}
      radius="md"
      shadow="md"
      position={{ bottom: 35, left: 'calc(50% + 94px)' }}
      style={{
        transform: 'translateX(-50%)',
        border: '1px solid var(--line-strong)',
        background: 'var(--bg-raise)',
        padding: '6px 10px 6px 16px',
      }}
      aria-label={t('table.actions')}
      transitionProps={{ duration: 0 }}
    >
      <span className="medium nowrap">{t('table.selected', { n: count })}</span>
      <ActionBar.Divider />
      {children}
      <ActionBar.Divider />
      <Button size="xs" variant="subtle" color="gray" rightSection={<Keys id="form.close" />} onClick={onClear}>
        {t('do.cancel')}
      </Button>
    </ActionBar>
  );
}

interface BulkActionProps {
  readonly icon: ComponentType<IconProps>;
  readonly label: string;
  readonly onRun: () => void;
  readonly shortcut?: ShortcutId;
  /** Why it cannot be done for all that are chosen. */
  readonly blocked?: string;
}

function BulkShortcut({ id, run }: { id: ShortcutId; run: () => void }) {
  useShortcut(id, run);
  return null;
}

/** One action of the bar; what cannot be done for all sleeps and says why. */
export function BulkAction({ icon: Icon, label, onRun, shortcut, blocked }: BulkActionProps) {
  const run = () => {
    if (!blocked) onRun();
  };
  return (
    <Tooltip label={blocked ?? ''} disabled={!blocked}>
      <span>
        {shortcut ? <BulkShortcut id={shortcut} run={run} /> : null}
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          data-disabled={blocked ? true : undefined}
          aria-disabled={blocked ? true : undefined}
          leftSection={<Icon size={15} />}
          rightSection={shortcut ? <Keys id={shortcut} /> : undefined}
          onClick={run}
        >
          {label}
        </Button>
      </span>
    </Tooltip>
  );
}
