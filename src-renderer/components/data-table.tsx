import { Box, Checkbox, Loader, Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '#renderer/lib/keys.tsx';
import { type Column, DataRow } from './data-row.tsx';
import classes from './data-table.module.css';
import { SkeletonRows } from './skeletons.tsx';

export type { Column } from './data-row.tsx';

interface DataTableProps<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  /** undefined while the first page is on its way. */
  readonly rows: readonly R[] | undefined;
  readonly rowKey: (row: R) => string;
  /** How a row is spoken and how its check box is named. */
  readonly rowName: (row: R) => string;
  /** o, Enter, click. */
  readonly onOpen?: (row: R) => void;
  /** e. */
  readonly onAct?: (row: R) => void;
  readonly selection?: { readonly selected: ReadonlySet<string>; readonly onChange: (next: ReadonlySet<string>) => void };
  /** Keyset paging: asked when the end comes near. */
  readonly more?: { readonly has: boolean; readonly loading: boolean; readonly load: () => void };
  readonly empty?: ReactNode;
  readonly foot?: ReactNode;
  readonly rowHeight?: number;
  /** Row to stand on first, e.g. the one come back from. */
  readonly startAt?: string | null;
  readonly onCursor?: (row: R | undefined) => void;
  /** First and last row, from 0, that are drawn. */
  readonly onSight?: (first: number, last: number) => void;
  /** j, k and the rest are asleep, e.g. when another list of the page has them. */
  readonly sleeping?: boolean;
}

const VIRTUAL_ABOVE = 100;
/** rem */
const CHECK_WIDTH = 3.25;
const FLEXIBLE_LEAST = 12;

/**
 * The list of every area: fixed columns, head that stays, cursor row (j k Home End), open (o), act (e), select (x,
 * Ctrl A, Shift click), more rows on scroll, virtual above 100.
 */
export function DataTable<R>(props: DataTableProps<R>) {
  const { t, i18n } = useTranslation('common');
  const { label, columns, rowKey, rowName, onOpen, onAct, selection, more, rowHeight = 40, sleeping } = props;
  const rows = props.rows ?? [];
  const scroller = useRef<HTMLDivElement>(null);
  const [cursorKey, setCursorKey] = useState<string | null>(props.startAt ?? null);
  const anchor = useRef<string | null>(null);
  const virtual = rows.length > VIRTUAL_ABOVE;
  const virtualizer = useVirtualizer({
    count: virtual ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: 33,
  });

  const items = virtual ? virtualizer.getVirtualItems() : undefined;
  const firstDrawn = items ? (items[0]?.index ?? 0) : 0;
  const lastDrawn = items ? (items.at(-1)?.index ?? 0) : rows.length - 1;
  const { onSight } = props;
  useEffect(() => {
    if (lastDrawn >= 0) onSight?.(firstDrawn, lastDrawn);
  }, [onSight, firstDrawn, lastDrawn]);

  // what comes or goes above must not move what is read
  const held = useRef<{ key: string; index: number } | null>(null);
  const { scrollOffset } = virtualizer;
  useLayoutEffect(() => {
    const box = scroller.current;
    const was = held.current;
    const row = was && rows[was.index];
    // asking the box itself where it stands costs a layout for each frame of scrolling
    if (!virtual || !box || !was || !scrollOffset || (row && rowKey(row) === was.key)) return;
    const index = rows.findIndex((other) => rowKey(other) === was.key);
    if (index >= 0) box.scrollTop += (index - was.index) * (virtualizer.getTotalSize() / rows.length);
  }, [virtual, rows, rowKey, virtualizer, scrollOffset]);
  useEffect(() => {
    const index = virtual ? virtualizer.getVirtualItemForOffset(scrollOffset ?? 0)?.index : undefined;
    const row = index === undefined ? undefined : rows[index];
    held.current = row && index !== undefined ? { key: rowKey(row), index } : null;
  });

  const cursor = cursorKey === null ? -1 : rows.findIndex((row) => rowKey(row) === cursorKey);
  const awake = !sleeping && rows.length > 0;

  function show(index: number): void {
    if (virtual) virtualizer.scrollToIndex(index);
    else scroller.current?.querySelector(`[data-row="${index}"]`)?.scrollIntoView({ block: 'nearest' });
  }
  function move(index: number): void {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[next];
    if (!row) return;
    setCursorKey(rowKey(row));
    props.onCursor?.(row);
    show(next);
    if (next >= rows.length - 5) askMore();
  }
  function askMore(): void {
    if (more?.has && !more.loading) more.load();
  }
  function toggle(keys: readonly string[], on: boolean): void {
    if (!selection) return;
    const next = new Set(selection.selected);
    for (const key of keys) {
      if (on) next.add(key);
      else next.delete(key);
    }
    selection.onChange(next);
  }
  function toggleRow(index: number, range: boolean): void {
    const row = rows[index];
    if (!row || !selection) return;
    const key = rowKey(row);
    const on = !selection.selected.has(key);
    const from = range && anchor.current !== null ? rows.findIndex((other) => rowKey(other) === anchor.current) : -1;
    if (from >= 0) toggle(rows.slice(Math.min(from, index), Math.max(from, index) + 1).map(rowKey), on);
    else toggle([key], on);
    anchor.current = key;
  }
  const here = (): R | undefined => rows[cursor];

  useShortcut('list.down', () => move(cursor + 1), { enabled: awake });
  useShortcut('list.up', () => move(cursor < 0 ? 0 : cursor - 1), { enabled: awake });
  useShortcut('list.first', () => move(0), { enabled: awake });
  useShortcut('list.last', () => move(rows.length - 1), { enabled: awake });
  useShortcut(
    'list.open',
    () => {
      const row = here();
      if (row) onOpen?.(row);
    },
    { enabled: awake && onOpen !== undefined },
  );
  useShortcut(
    'list.act',
    () => {
      const row = here();
      if (row) onAct?.(row);
    },
    { enabled: awake && onAct !== undefined },
  );
  useShortcut('list.select', () => toggleRow(Math.max(cursor, 0), false), { enabled: awake && selection !== undefined });
  useShortcut('list.selectAll', () => toggle(rows.map(rowKey), true), { enabled: awake && selection !== undefined });

  const near = useCallback(() => {
    const box = scroller.current;
    if (box && more?.has && !more.loading && box.scrollHeight - box.scrollTop - box.clientHeight < 600) more.load();
  }, [more]);
  // a page that does not fill the room is followed by the next one at once
  useEffect(near, [near]);

  function press(row: R): void {
    setCursorKey(rowKey(row));
    props.onCursor?.(row);
    onOpen?.(row);
  }
  // a row is drawn anew only when something of its own changed, so what it calls must stay the same
  const latest = useRef({ press, toggleRow });
  useLayoutEffect(() => {
    latest.current = { press, toggleRow };
  });
  const onPress = useCallback((row: R) => latest.current.press(row), []);
  const onToggle = useCallback((index: number, range: boolean) => latest.current.toggleRow(index, range), []);

  if (props.rows === undefined) return <SkeletonRows height={rowHeight} />;
  if (rows.length === 0 && props.empty) return <>{props.empty}</>;

  const widths = columns.map(({ width }) => {
    if (width === undefined) return undefined;
    return (typeof width === 'number' ? width : i18n.language === 'en' ? width.en : width.zh) / 16;
  });
  const least = widths.reduce<number>((sum, width) => sum + (width ?? FLEXIBLE_LEAST), selection ? CHECK_WIDTH : 0);
  const first = items?.[0];
  const last = items?.[items.length - 1];
  const before = first ? first.start : 0;
  const after = last ? virtualizer.getTotalSize() - last.end : 0;
  const chosen = selection ? rows.filter((row) => selection.selected.has(rowKey(row))).length : 0;
  const current = here();

  const line = (row: R, index: number): ReactNode => {
    const key = rowKey(row);
    return (
      <DataRow
        key={key}
        row={row}
        index={index}
        columns={columns}
        height={rowHeight}
        name={selection ? rowName(row) : undefined}
        cursor={index === cursor}
        selected={selection?.selected.has(key) ?? false}
        opens={onOpen !== undefined}
        measure={virtual ? virtualizer.measureElement : undefined}
        onToggle={onToggle}
        onPress={onPress}
      />
    );
  };

  return (
    <Box
      component="section"
      ref={scroller}
      className={classes.scroller}
      data-virtual={virtual || undefined}
      aria-label={label}
      tabIndex={0}
      onScroll={near}
    >
      <Table
        layout="fixed"
        stickyHeader
        tabularNums
        withRowBorders={false}
        style={{ minWidth: `${least}rem` }}
        aria-label={label}
        aria-rowcount={virtual ? rows.length + 1 : undefined}
      >
        <colgroup>
          {selection ? <col style={{ width: `${CHECK_WIDTH}rem` }} /> : null}
          {columns.map((column, index) => (
            <col key={column.key} style={widths[index] === undefined ? undefined : { width: `${widths[index]}rem` }} />
          ))}
        </colgroup>
        <Table.Thead className={classes.head}>
          <Table.Tr>
            {selection ? (
              <Table.Th className={classes.check}>
                <Checkbox
                  aria-label={t('do.selectAll')}
                  checked={chosen > 0 && chosen === rows.length}
                  indeterminate={chosen > 0 && chosen < rows.length}
                  onChange={(event) => toggle(rows.map(rowKey), event.currentTarget.checked)}
                />
              </Table.Th>
            ) : null}
            {columns.map((column) => (
              <Table.Th
                key={column.key}
                data-align={column.align}
                aria-sort={column.sort?.now === 'asc' ? 'ascending' : column.sort?.now === 'desc' ? 'descending' : undefined}
              >
                {column.sort ? (
                  <UnstyledButton className={classes.sort} onClick={column.sort.onSort}>
                    {column.head}
                    {column.sort.now === 'asc' ? (
                      <IconArrowUp size={13} aria-hidden="true" />
                    ) : column.sort.now === 'desc' ? (
                      <IconArrowDown size={13} aria-hidden="true" />
                    ) : null}
                  </UnstyledButton>
                ) : (
                  column.head
                )}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {before > 0 ? <tr style={{ height: before }} /> : null}
          {items ? items.map((item) => line(rows[item.index]!, item.index)) : rows.map(line)}
          {after > 0 ? <tr style={{ height: after }} /> : null}
        </Table.Tbody>
      </Table>
      <div className={classes.foot}>
        {more?.loading ? (
          <span className="row gap-8">
            <Loader size={12} />
            {t('table.loading')}
          </span>
        ) : more?.has ? (
          <button type="button" className="link" onClick={askMore}>
            {t('do.loadMore')}
          </button>
        ) : null}
        {props.foot}
      </div>
      <div className={classes.spoken} aria-live="polite">
        {current ? rowName(current) : ''}
      </div>
    </Box>
  );
}
