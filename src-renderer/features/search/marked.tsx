import type { Hit } from '#shared/contract/search.ts';
import classes from './search.module.css';

type Field = Hit['match'][number]['field'];

/** A text with the part marked that was searched for; the core says where it is. */
export function Marked({ text, hit, field }: { text: string; hit: Hit; field: Field }) {
  const found = hit.match.find((match) => match.field === field);
  if (!found) return <>{text}</>;
  const end = found.start + found.length;
  return (
    <>
      {text.slice(0, found.start)}
      <mark className={classes.hit}>{text.slice(found.start, end)}</mark>
      {text.slice(end)}
    </>
  );
}
