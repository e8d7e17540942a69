import { EmptyState as MantineEmptyState } from '@mantine/core';
import type { IconProps } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: ComponentType<IconProps>;
  readonly title: string;
  /** Why it is empty. */
  readonly text?: ReactNode;
  /** The one button to begin (filled), perhaps a second one (default). */
  readonly actions?: ReactNode;
  /** What else is to set up, below. */
  readonly children?: ReactNode;
  /** Inside a panel rather than as a whole page. */
  readonly small?: boolean;
}

/** Why it is empty, and the one button to begin. */
export function EmptyState({ icon: Icon, title, text, actions, children, small }: EmptyStateProps) {
  return (
    <div
      style={{
        display: 'flex',
        flex: 1,
        flexDirection: 'column',
        alignItems: 'center',
        padding: small ? '24px 16px' : '72px 24px 24px',
        overflow: 'auto',
      }}
    >
      <MantineEmptyState
        size="sm"
        icon={<Icon size={small ? 22 : 28} stroke={1.4} />}
        withIndicatorBackground
        title={title}
        description={text}
      >
        {actions ? <MantineEmptyState.Actions mt={10}>{actions}</MantineEmptyState.Actions> : null}
      </MantineEmptyState>
      {children ? <div style={{ width: '100%', maxWidth: 560, marginTop: 36 }}>{children}</div> : null}
    </div>
  );
}
