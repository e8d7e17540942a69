import { Box } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';

/** A room that scrolls and may hold nothing to focus (a preview, a long text): reachable by keyboard, with a name. */
export function ScrollRoom({
  label,
  children,
  style,
  className = '',
}: {
  label: string;
  children: ReactNode;
  style?: CSSProperties;
  className?: string;
}) {
  return (
    <Box component="section" className={`scroll ${className}`} style={style} tabIndex={0} aria-label={label}>
      {children}
    </Box>
  );
}
