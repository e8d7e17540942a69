import classes from './avatar.module.css';

/** The first sign of a name in a disc. Decoration: the name itself must stand beside it or in `label`. */
export function Avatar({ name, size = 24, label }: { name: string; size?: number; label?: boolean }) {
  const first = [...name.trim()][0] ?? '';
  const fontSize = size < 22 ? 'var(--fs-11)' : size > 40 ? 'var(--fs-18)' : 'var(--fs-12)';
  const style = { width: size, height: size, fontSize };
  return label ? (
    <span className={classes.avatar} style={style} role="img" aria-label={name} title={name}>
      {first}
    </span>
  ) : (
    <span className={classes.avatar} style={style} aria-hidden="true">
      {first}
    </span>
  );
}
