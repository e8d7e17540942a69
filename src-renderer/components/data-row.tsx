import { Checkbox } from '@mantine/core';
import { type MouseEvent, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './data-table.module.css';

export interface Column<R> {
  readonly key: string;
  readonly head: string;
  /** px at normal text size, or one for Chinese and one for English; the one column without it takes the rest. */
  readonly width?: number | { readonly zh: number; readonly en: number };
  readonly align?: 'right';
  /** Whole text on hover, for what may be cut off. */
  readonly title?: (row: R) => string;
  readonly cell: (row: R) => ReactNode;
  /** Sorting is the core's; the head only asks. */
  readonly sort?: { readonly now: 'asc' | 'desc' | null; readonly onSort: () => void };
}

const CONTROLS = 'a,button,input,select,textarea,label,[role="button"]';

interface DataRowProps<R> {
  readonly row: R;
  readonly index: number;
  readonly columns: readonly Column<R>[];
  readonly height: number;
  /** How its check box is named; without it there is none. */
  readonly name: string | undefined;
  readonly cursor: boolean;
  readonly selected: boolean;
  readonly opens: boolean;
  /** Of a virtual list. */
  readonly measure: ((element: Element | null) => void) | undefined;
  readonly onToggle: (index: number, range: boolean) => void;
  readonly onPress: (row: R) => void;
}

/** One row of a list. While a long list scrolls, only what comes into sight is drawn; the others stand still. */
function Row<R>({ row, index, columns, height, name, cursor, selected, opens, measure, onToggle, onPress }: DataRowProps<R>): ReactNode {
  const { t } = useTranslation('common');
  function press({ target }: MouseEvent<HTMLElement>): void {
    if (target instanceof Element && target.closest(CONTROLS)) return;
    if (window.getSelection()?.toString()) return;
    onPress(row);
  }
  return (
    <tr
      ref={measure}
      data-index={index}
      data-row={index}
      aria-rowindex={measure ? index + 2 : undefined}
      data-cursor={cursor || undefined}
      data-selected={selected || undefined}
      className={classes.row}
      data-opens={opens || undefined}
      onClick={press}
    >
      {name === undefined ? null : (
        <td className={classes.check}>
          <Checkbox
            checked={selected}
            aria-label={t('do.selectRow', { what: name })}
            onChange={() => undefined}
            onClick={(event) => onToggle(index, event.shiftKey)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.key} className={classes.cell} data-align={column.align} style={{ height }} title={column.title?.(row)}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

export const DataRow = memo(Row) as typeof Row;
