import { Box } from '@mantine/core';
import type { CSSProperties, ReactNode, Ref } from 'react';

/** A room that scrolls and may hold nothing to focus (a preview, a long text): reachable by keyboard, with a name. */
export function ScrollRoom({
  label,
  children,
  style,
  className = '',
  ref,
}: {
  label: string;
  children: ReactNode;
  style?: CSSProperties;
  className?: string;
  ref?: Ref<HTMLElement>;
}) {
  return (
    <Box component="section" ref={ref} className={`scroll ${className}`} style={style} tabIndex={0} aria-label={label}>
      {children}
    </Box>
  );
}
