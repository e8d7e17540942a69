import { Popover, UnstyledButton } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './why.module.css';

export interface WhyData {
  /** 为什么是周日 09:50 办结 */
  readonly title: string;
  /** Pieces of the bar in order; `size` in any unit, shares are taken of the sum. */
  readonly bar: readonly { readonly kind: 'counted' | 'skipped' | 'left'; readonly size: number }[];
  /** One line per segment: when, why, how much. */
  readonly lines: readonly { readonly counted: boolean; readonly span: string; readonly why: string; readonly time: string }[];
  /** The arithmetic; the answer strong. */
  readonly sums: readonly { readonly label: string; readonly text: string; readonly strong?: boolean }[];
  /** Limit and version of the rule. */
  readonly note: string;
}

/** Why this deadline: bar (counted, hatched = skipped, pale = left), one line per segment, the sum. */
export function WhyPanel({ data }: { data: WhyData }) {
  const { t } = useTranslation('common');
  return (
    <div className={classes.panel}>
      <h3 className="strong">{data.title}</h3>
      <div className={classes.bar} aria-hidden="true">
        {data.bar.map((piece, index) => (
          <i key={`${piece.kind}-${String(index)}`} data-kind={piece.kind} style={{ flexGrow: piece.size }} />
        ))}
      </div>
      <ul className={classes.lines}>
        {data.lines.map((line) => (
          <li key={`${line.span}${line.why}`} data-counted={line.counted}>
            <i aria-hidden="true" />
            <span className={classes.span}>{line.span}</span>
            <span className="grow ellipsis tx-2" title={line.why}>
              {line.why}
            </span>
            <span className={classes.time}>{line.counted ? line.time : t('why.notCounted', { time: line.time })}</span>
          </li>
        ))}
      </ul>
      <dl className={classes.sums}>
        {data.sums.map((sum) => (
          <div key={sum.label}>
            <dt>{sum.label}</dt>
            <dd className={sum.strong ? 'strong' : undefined}>{sum.text}</dd>
          </div>
        ))}
      </dl>
      <p className="s12 tx-3">{data.note}</p>
    </div>
  );
}

interface WhyPopoverProps {
  /** Name of what is explained, for the button. */
  readonly label: string;
  /** The row: the popover falls beside the whole of it. */
  readonly children: ReactNode;
  /** What opens; drawn only while open, so it may ask the core. Usually a `WhyPanel` in a `QueryView`. `close` makes room for a dialog. */
  readonly content: (close: () => void) => ReactNode;
}

/** A row with 为什么 at its end; the explanation opens to the left of the row and hides neither it nor its neighbours. */
export function WhyPopover({ label, children, content }: WhyPopoverProps) {
  const { t } = useTranslation('common');
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={400}
      position="left-start"
      offset={12}
      withArrow
      arrowPosition="side"
      trapFocus={false}
      returnFocus
      withRoles={false}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <div className={classes.row} data-open={opened || undefined}>
          {children}
          <UnstyledButton
            onKeyDown={(event) => {
              // the focus stays on the button, so it has to hear the key that closes
              if (event.key === 'Escape') setOpened(false);
            }}
            className={classes.button}
            aria-expanded={opened}
            aria-haspopup="dialog"
            aria-label={`${t('do.why')} ${label}`}
            onClick={() => setOpened((now) => !now)}
          >
            <IconHelpCircle size={13} aria-hidden="true" />
            {t('do.why')}
          </UnstyledButton>
        </div>
      </Popover.Target>
      <Popover.Dropdown role="dialog" className={classes.drop} aria-label={`${t('do.why')} ${label}`}>
        {opened ? content(() => setOpened(false)) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
