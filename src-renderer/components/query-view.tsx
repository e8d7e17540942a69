import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FailurePanel } from './failure-panel.tsx';
import { SkeletonRows } from './skeletons.tsx';

interface QueryViewProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
  /** While loading; lines after 150 ms unless given. */
  readonly skeleton?: ReactNode;
}

/** The three states of a query: on its way, failed (words and retry), here. Data once shown stays while it is renewed. */
export function QueryView<T>({ query, children, skeleton }: QueryViewProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <FailurePanel error={query.error} reading onRetry={() => void query.refetch()} retrying={query.isFetching} />;
  return <>{skeleton ?? <SkeletonRows />}</>;
}
