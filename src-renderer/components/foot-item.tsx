import type { ReactNode } from 'react';

/** One state in the foot: icon and words. */
export function FootItem({ icon, children, title }: { icon: ReactNode; children: ReactNode; title?: string }) {
  return (
    <span className="row gap-4" title={title}>
      {icon}
      <span className="ellipsis">{children}</span>
    </span>
  );
}
