import { Box } from '@mantine/core';
import { IconCheck, IconCircleHalf2, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './node-strip.module.css';

export interface StripNode {
  readonly key: string;
  readonly name: string;
  readonly state: 'done' | 'running' | 'todo' | 'skipped';
  readonly who?: string;
  /** When, or what is still to do. */
  readonly when?: string;
  /** How it was kept, in words, and its tone. */
  readonly kept?: string;
  readonly tone?: 'kept' | 'late' | 'running';
}

const TONES = { kept: 'tx-grn', late: 'tx-red', running: 'tx-ac' } as const;

/** The nodes of a case in one grid of four lines each: name, who, when, kept. ✓ done, half disc running, number to come. */
export function NodeStrip({ nodes, label }: { nodes: readonly StripNode[]; label?: string }) {
  const { t } = useTranslation('common');
  return (
    // it scrolls on a narrow window, and so the keyboard has to reach it
    <Box
      component="ol"
      tabIndex={0}
      className={classes.strip}
      style={{ gridTemplateColumns: `repeat(${nodes.length}, minmax(4.25rem, 1fr))` }}
      aria-label={label ?? t('node.strip')}
    >
      {nodes.map((node, index) => (
        <li key={node.key} className={classes.node} data-state={node.state} aria-current={node.state === 'running' ? 'step' : undefined}>
          <div className={classes.rail}>
            <span className={classes.dot} aria-hidden="true">
              {node.state === 'done' ? (
                <IconCheck size={11} stroke={3} />
              ) : node.state === 'running' ? (
                <IconCircleHalf2 size={16} />
              ) : node.state === 'skipped' ? (
                <IconMinus size={11} />
              ) : (
                index + 1
              )}
            </span>
          </div>
          <div className={`${classes.name} ellipsis`} title={node.name}>
            {node.name}
            <span className={classes.spoken}>
              {t(
                `node.${node.state === 'done' ? 'done' : node.state === 'running' ? 'running' : node.state === 'skipped' ? 'skipped' : 'toCome'}`,
              )}
            </span>
          </div>
          <div className={`${classes.line} ellipsis`} title={node.who}>
            {node.who}
          </div>
          <div className={`${classes.line} ellipsis`} title={node.when}>
            {node.when}
          </div>
          <div className={`${classes.line} ellipsis ${node.tone ? TONES[node.tone] : ''}`} title={node.kept}>
            {node.kept}
          </div>
        </li>
      ))}
    </Box>
  );
}
