import classes from './bars.module.css';

export type BarTone = 'accent' | 'soft' | 'used' | 'risk' | 'plus' | 'minus' | 'late';

/** A thin bar of parts of `total`; the words beside it carry the meaning, so it is silent for screen readers. `minus` and `late` are hatched. */
export function PartBar({
  parts,
  total,
  height = 6,
}: {
  parts: readonly { readonly tone: BarTone; readonly size: number }[];
  total: number;
  height?: number;
}) {
  return (
    <span className={classes.bar} style={{ height }} aria-hidden="true">
      {parts.map((part) => (
        <i
          key={part.tone}
          data-tone={part.tone}
          style={{ width: `${total > 0 ? Math.max(0, Math.min(100, (part.size / total) * 100)) : 0}%` }}
        />
      ))}
    </span>
  );
}
