import type { ReactNode } from 'react';
import classes from './figure-tile.module.css';
import { Status, type StatusKind } from './status.tsx';

interface FigureTileProps {
  readonly label: string;
  readonly value: string;
  /** Beside the label: a quiet extra. */
  readonly note?: string;
  readonly state?: StatusKind;
  /** Word of the state if not its own. */
  readonly stateText?: string;
  /** Change against before, e.g. `↓ 0.4`. */
  readonly delta?: string;
  readonly left?: ReactNode;
  readonly right?: ReactNode;
  /** Opens the rows behind the number. */
  readonly onOpen?: () => void;
}

function Frame({
  className,
  onOpen,
  name,
  children,
}: {
  className: string | undefined;
  onOpen: (() => void) | undefined;
  /** Without it, what is shown is the name. */
  name?: string;
  children: ReactNode;
}) {
  return onOpen ? (
    <button type="button" className={className} onClick={onOpen} aria-label={name}>
      {children}
    </button>
  ) : (
    <div className={className}>{children}</div>
  );
}

/** A figure in one line under its label: the strip of 今日. Stands in `FigureRow`. */
export function FigureStrip({ label, value, state, stateText, note, onOpen }: FigureTileProps) {
  return (
    <Frame className={classes.strip} onOpen={onOpen}>
      <span className="tx-3 ellipsis">{label}</span>
      <span className={classes.stripLine}>
        <b className={classes.mid}>{value}</b>
        {state ? (
          <Status kind={state} size={12}>
            {stateText}
          </Status>
        ) : null}
        {note ? <span className="tx-3 ellipsis">{note}</span> : null}
      </span>
    </Frame>
  );
}

/** Tiles side by side between two hairlines; `flush` inside a column that has its own margin. */
export function FigureRow({ children, flush }: { children: ReactNode; flush?: boolean }) {
  return (
    <div className={classes.row} data-flush={flush || undefined}>
      {children}
    </div>
  );
}
