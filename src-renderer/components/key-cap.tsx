import { useTranslation } from 'react-i18next';
import { capsOf } from '#renderer/lib/key-matcher.ts';
import { isMac } from '#renderer/lib/keys.tsx';
import { type ShortcutId, shownKeys } from '#shared/rules/key-table.ts';
import classes from './key-cap.module.css';

/** One cap. Decoration for the eye: what it presses has a name of its own, so screen readers skip it. */
export function KeyCap({ children }: { children: string }) {
  return (
    <span className={classes.cap} aria-hidden="true">
      {children}
    </span>
  );
}

/** The caps of a shortcut (`id`), or of keys written as in the table (`keys`, for keys of the browser such as `tab`). */
export function Keys(props: { id: ShortcutId } | { keys: string }) {
  const written = 'id' in props ? shownKeys(props.id) : props.keys;
  return (
    <span className={classes.keys} aria-hidden="true">
      {capsOf(written, isMac).map((cap) => (
        <KeyCap key={cap}>{cap}</KeyCap>
      ))}
    </span>
  );
}

/** Caps and their word, for the foot of the screen and of dialogs. Several ids share one word (`J K 上下`). */
export function KeyHint({ id, keys, label }: { id?: ShortcutId | readonly ShortcutId[]; keys?: string; label?: string }) {
  const { t } = useTranslation('keys');
  const ids = id === undefined ? [] : typeof id === 'string' ? [id] : id;
  return (
    <span className={classes.hint}>
      {ids.map((one) => (
        <Keys key={one} id={one} />
      ))}
      {keys ? <Keys keys={keys} /> : null}
      <span>{label ?? (ids[0] ? t(`do.${ids[0]}`) : '')}</span>
    </span>
  );
}
