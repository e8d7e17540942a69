import { Skeleton } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './skeletons.module.css';

/** True after `ms`; what answers faster than that never flashes a skeleton. */
export function useDelayed(ms = 150): boolean {
  const [past, setPast] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPast(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return past;
}

function Later({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shell');
  const past = useDelayed();
  return (
    <div aria-busy="true" className={past ? undefined : classes.waiting}>
      {past ? (
        <span className={classes.spoken} role="status">
          {t('booting')}
        </span>
      ) : null}
      {children}
    </div>
  );
}

/** Lines in the place of a list; keeps its height from the first moment, draws after 150 ms. */
export function SkeletonRows({ rows = 8, height = 40 }: { rows?: number; height?: number }) {
  return (
    <Later>
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key, row) => (
        <div key={key} className={classes.row} style={{ height }}>
          <Skeleton height={12} width={`${14 + ((row * 7) % 5)}%`} />
          <Skeleton height={12} width={`${34 + ((row * 13) % 22)}%`} />
          <Skeleton height={12} width="12%" />
        </div>
      ))}
    </Later>
  );
}

/** A whole page on its way: title and lines. */
export function SkeletonPage() {
  return (
    <div className="page">
      <Later>
        <div className={classes.title}>
          <Skeleton height={20} width={180} />
        </div>
      </Later>
      <SkeletonRows rows={10} />
    </div>
  );
}
