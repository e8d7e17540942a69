import type { ReactNode } from 'react';
import classes from './full-screen.module.css';
import { Logo } from './logo.tsx';

/** A whole window without the frame: boot, login, lock, failures before anything is known. */
export function FullScreen({ children, quiet }: { children: ReactNode; quiet?: boolean }) {
  return (
    <main className={classes.screen} data-quiet={quiet || undefined}>
      <div className={classes.inner}>
        <Logo size={36} />
        {children}
      </div>
    </main>
  );
}
