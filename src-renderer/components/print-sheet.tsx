import { createContext, type ReactNode, useContext, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '#renderer/lib/session.tsx';
import { hasMarginBoxes, type Paper, pageRule } from '#shared/rules/printing.ts';
import classes from './print-sheet.module.css';

interface PrintSheetProps {
  readonly title: string;
  /** Under the title: period, zone. */
  readonly subtitle?: string;
  /** Top right: number and version. */
  readonly number?: string;
  /** Bottom left: seal code, printed at. */
  readonly mark?: string;
  readonly children: ReactNode;
  /** The name at the top left, if it is another one than the centre's of today. */
  readonly centre?: string | undefined;
  /** Width on screen relative to the paper, for the preview's zoom. */
  readonly zoom?: number;
  /** The paper lies on its side. */
  readonly wide?: boolean | undefined;
  /** Else the paper of the room that it is printed in. */
  readonly paper?: Paper;
}

/** The paper of the sheets inside. */
export const PaperContext = createContext<Paper>('a4');

const MM_PER_PX = 25.4 / 96;

/** How long the sheet has become, in mm; only a roll wants to know. */
function useLength(roll: boolean) {
  const ref = useRef<HTMLElement>(null);
  const [length, setLength] = useState(0);
  useLayoutEffect(() => {
    // a millimetre more, or the rounding of the last line begins a second piece
    if (roll && ref.current) setLength(Math.ceil(ref.current.offsetHeight * MM_PER_PX) + 1);
  });
  return { ref, length };
}

// a string inside CSS: quotes and backslashes would end it, line breaks too
function css(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[\n\r\f<]/g, ' ')}"`;
}

/**
 * Paper: on screen a white sheet in either scheme, in print the page itself with centre name and number on top, mark
 * and page numbers at the bottom of every page, table heads repeated, rows unbroken; a roll is one piece and has its head and
 * mark in the text. Content: `h2`, `p`, `PrintTable`.
 */
export function PrintSheet({ title, subtitle, number = '', mark = '', centre, children, zoom = 1, wide, paper: given }: PrintSheetProps) {
  const { t } = useTranslation('common');
  const { info } = useSession();
  const around = useContext(PaperContext);
  const paper = given ?? around;
  const roll = paper === 'roll';
  const { ref, length } = useLength(roll);
  const name = centre ?? info.centreName;
  const [before, between, after] = t('page.sheetOf', { n: '\u0000', total: '\u0000' }).split('\u0000') as [string, string, string];
  const small = 'font: 11px/16px "Segoe UI", "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif; color: #4f5665;';
  const boxes = `
    @top-left { content: ${css(name)}; ${small} vertical-align: bottom; padding-bottom: 5px; border-bottom: 1px solid #16181d; }
    @top-right { content: ${css(number)}; ${small} vertical-align: bottom; padding-bottom: 5px; border-bottom: 1px solid #16181d; }
    @top-center { content: ""; border-bottom: 1px solid #16181d; }
    @bottom-left { content: ${css(mark)}; ${small} vertical-align: top; padding-top: 6px; }
    @bottom-right { content: ${css(before)} counter(page) ${css(between)} counter(pages) ${css(after)}; ${small} vertical-align: top; padding-top: 6px; }`;
  const page = `@page { ${pageRule({ paper, wide, length })} ${hasMarginBoxes(paper) ? boxes : ''} }`;
  return (
    <article
      ref={ref}
      className={classes.sheet}
      data-wide={wide || undefined}
      data-paper={paper}
      data-roll={roll ? length : undefined}
      style={zoom === 1 ? undefined : { zoom: `var(--print-zoom, ${zoom})` }}
      aria-label={title}
    >
      <style>{page}</style>
      <header className={classes.running}>
        <span>{name}</span>
        <span>{number}</span>
      </header>
      <h1 className={classes.title}>{title}</h1>
      {subtitle ? <p className={classes.subtitle}>{subtitle}</p> : null}
      {children}
      {mark ? <footer className={classes.mark}>{mark}</footer> : null}
    </article>
  );
}

interface PrintTableProps {
  /** `align` per column; the first is left, the rest right unless told. */
  readonly head: readonly ReactNode[];
  readonly rows: readonly (readonly ReactNode[])[];
  readonly caption?: string;
  readonly widths?: readonly (number | undefined)[];
  readonly centred?: boolean;
  /** Where columns of words stand after the first. */
  readonly aligns?: readonly ('left' | 'right')[];
}

/** A plain table for paper: rules at head and foot, no vertical lines, its head on every page. */
export function PrintTable({ head, rows, caption, widths, centred, aligns }: PrintTableProps) {
  const aligned = (index: number) => (!centred && aligns?.[index] === 'left' ? ({ textAlign: 'left' } as const) : undefined);
  return (
    <table className={classes.table} data-centred={centred || undefined}>
      {caption ? <caption className={classes.caption}>{caption}</caption> : null}
      {widths ? (
        <colgroup>
          {head.map((_, index) => (
            <col key={`col-${String(index)}`} style={widths[index] === undefined ? undefined : { width: widths[index] }} />
          ))}
        </colgroup>
      ) : null}
      <thead>
        <tr>
          {head.map((cell, index) => (
            <th key={`head-${String(index)}`} scope="col" style={aligned(index)}>
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={`row-${String(index)}`}>
            {row.map((cell, at) => (
              <td key={`cell-${String(at)}`} style={aligned(at)}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Lines to sign on; `name` fills one in. The seal goes over the last line, the date. */
export function PrintSignatures({ lines }: { lines: readonly { readonly label: string; readonly name?: string }[] }) {
  return (
    <div className={classes.signatures}>
      {lines.map((line) => (
        <span key={line.label}>
          {line.label}
          <i>{line.name}</i>
        </span>
      ))}
    </div>
  );
}
