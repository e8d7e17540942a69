import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { orpc } from '#renderer/lib/orpc.ts';
import { DuplicateStrip } from './duplicates.tsx';
import { formOf, type StudentPage } from './form-value.ts';
import classes from './students.module.css';

/** Waved through until the window closes: a hint that was judged once does not come back with every visit. */
const waved = new Set<string>();
const pairOf = (one: string, other: string): string => [one, other].sort().join();

/** On the page of a student: who may be the same person, to be looked at beside, opened, or waved through. */
export function LikelyDuplicates({ page }: { page: StudentPage }) {
  const { student, guardians } = page;
  const navigate = useNavigate();
  const [, setWaved] = useState(0);
  const query = useQuery(orpc.students.duplicatesOf.queryOptions({ input: { id: student.id } }));
  const found = (query.data ?? []).filter((each) => !waved.has(pairOf(student.id, each.id)));
  if (found.length === 0) return null;
  return (
    <div className={classes.likely}>
      <DuplicateStrip
        found={found}
        value={{ ...formOf(page), guardians: guardians.map(({ phoneMasked, ...each }) => ({ ...each, phone: phoneMasked })) }}
        packs={page.packs}
        mine={student.name}
        onDismiss={(id) => {
          waved.add(pairOf(student.id, id));
          setWaved(waved.size);
        }}
        onOpen={(id) => void navigate({ to: '/students/$id', params: { id } })}
      />
    </div>
  );
}
