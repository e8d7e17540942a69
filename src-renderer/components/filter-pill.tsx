import { Popover, UnstyledButton } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './filter-pill.module.css';

interface FilterPillProps {
  readonly label: string;
  /** What is chosen, in words; without it the pill is a plain "add this". */
  readonly value?: string;
  readonly onClear?: () => void;
  /** What opens: choices; `close` shuts it. */
  readonly children: (close: () => void) => ReactNode;
  readonly width?: number;
}

/** One condition of a filter bar: its name, what is chosen, a cross, and the choices on click. */
export function FilterPill({ label, value, onClear, children, width = 220 }: FilterPillProps) {
  const { t } = useTranslation('common');
  const [opened, setOpened] = useState(false);
  return (
    <span className={classes.pill} data-set={value ? true : undefined}>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" width={width} trapFocus returnFocus>
        <Popover.Target>
          <UnstyledButton className={classes.open} onClick={() => setOpened((now) => !now)}>
            {value ? null : <IconPlus size={13} aria-hidden="true" />}
            <span className={classes.label}>{label}</span>
            {value ? <span className="ellipsis">{value}</span> : null}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown p={8} aria-label={label}>
          {children(() => setOpened(false))}
        </Popover.Dropdown>
      </Popover>
      {value && onClear ? (
        <UnstyledButton className={classes.clear} onClick={onClear} aria-label={t('do.remove', { what: label })}>
          <IconX size={12} aria-hidden="true" />
        </UnstyledButton>
      ) : null}
    </span>
  );
}

/** The row of filters under the views: fields and pills at the left, sorting at `right`. */
export function FilterBar({ children, right }: { children: ReactNode; right?: ReactNode }) {
  return (
    <div className={classes.bar}>
      {children}
      {right ? <div className={classes.right}>{right}</div> : null}
    </div>
  );
}
