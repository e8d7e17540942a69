import { useTranslation } from 'react-i18next';
import { PrintSheet, PrintSignatures, PrintTable } from '#renderer/components/print-sheet.tsx';
import type { ReportBlock, ReportCell, ReportLayout, RowsBehind } from '#shared/contract/reports.ts';

import { cellText } from '#shared/rules/reports.ts';
import classes from './reports.module.css';

/** A number and the words that say which one it is. */
export type Asked = RowsBehind & { label: string };

interface ReportSheetProps {
  readonly layout: ReportLayout;
  readonly zoom: number;
  readonly onOpen: (asked: Asked) => void;
}

/** The paper: the blocks of the core, drawn; numbers with rows behind them are buttons on screen and plain on paper. */
export function ReportSheet({ layout, zoom, onOpen }: ReportSheetProps) {
  return (
    <PrintSheet
      title={layout.title}
      subtitle={`${layout.subtitle}　${layout.zone}`}
      number={layout.number}
      mark={layout.generated}
      zoom={zoom}
      wide={layout.wide}
    >
      {layout.sections.map((section) => (
        <section key={section.heading} id={anchorOf(section.name)} className={classes.section}>
          <h2>{section.heading}</h2>
          {section.blocks.map((block, index) => (
            <Block key={`${section.name}-${String(index)}`} block={block} none={layout.none} section={section.name} onOpen={onOpen} />
          ))}
        </section>
      ))}
      <PrintSignatures lines={layout.signatures.map((label) => ({ label }))} />
    </PrintSheet>
  );
}

/** Where the contents list jumps to. */
export function anchorOf(name: string): string {
  return `section-${name.replace(/\s+/g, '-')}`;
}

function Block({ block, none, section, onOpen }: { block: ReportBlock; none: string; section: string; onOpen: (asked: Asked) => void }) {
  if (block.kind === 'note') return <p className={classes.note}>{block.text}</p>;
  if (block.kind === 'definitions') {
    return (
      <ol className={classes.definitions}>
        {block.items.map((item) => (
          <li key={item.n} value={item.n}>
            <b>{item.name}</b> {item.text}
          </li>
        ))}
      </ol>
    );
  }
  const words = block.rows.some((row) => row.cells[0]?.kind === 'text');
  const given = block.columns.some((column) => column.width !== undefined);
  return (
    <PrintTable
      // A row of figures alone stands centred under its heads; a column of words gets room for the longest.
      centred={!words}
      widths={
        given
          ? block.columns.map((column) => column.width)
          : words
            ? block.columns.map((_, index) => (index === 0 ? Math.max(150, 620 - 78 * (block.columns.length - 1)) : undefined))
            : undefined
      }
      aligns={block.columns.map((column) => column.align)}
      head={block.columns.map((column) => column.text)}
      rows={block.rows.map((row) => {
        const first = row.cells[0];
        const name = first?.kind === 'text' ? first.text : section;
        return row.cells.map((cell, index) => (
          <Cell
            key={String(index)}
            cell={cell}
            none={none}
            label={[name, block.columns[index]?.text ?? ''].filter((part) => part !== '').join(' ')}
            onOpen={onOpen}
          />
        ));
      })}
    />
  );
}

function Cell({ cell, none, label, onOpen }: { cell: ReportCell; none: string; label: string; onOpen: (asked: Asked) => void }) {
  const { t } = useTranslation('reports');
  const text = cellText(cell, none);
  const behind = cell.rows;
  const inner = cell.strong ? <b>{text}</b> : text;
  if (!behind || text === none) {
    return (
      <>
        {inner}
        {cell.kind === 'text' && cell.note !== undefined ? <sup>{cell.note}</sup> : null}
      </>
    );
  }
  return (
    <button
      type="button"
      className={classes.number}
      aria-label={t('openRows', { label, value: text })}
      onClick={() => onOpen({ ...behind, label })}
    >
      {inner}
    </button>
  );
}
