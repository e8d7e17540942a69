import { Fragment } from 'react';
import { PrintSheet } from '#renderer/components/print-sheet.tsx';
import { blocksOf, type LetterBlock } from '#shared/rules/letters.ts';
import type { Paper } from '#shared/rules/printing.ts';
import classes from './letters.module.css';

interface LetterSheetProps {
  readonly title: string;
  readonly body: string;
  readonly number: string;
  readonly mark: string;
  readonly centre?: string;
  readonly zoom?: number;
  readonly paper?: Paper;
}

/** A letter on paper: the text drawn as blocks. What is still to be filled, or no variable, stands out on the screen. */
export function LetterSheet({ title, body, number, mark, centre, zoom, paper = 'a4' }: LetterSheetProps) {
  return (
    <PrintSheet title={title} number={number} mark={mark} centre={centre} zoom={zoom ?? 1} paper={paper}>
      <div className={classes.letter}>
        {blocksOf(body).map((block, index) => (
          <Block key={`${block.kind}-${String(index)}`} block={block} />
        ))}
      </div>
    </PrintSheet>
  );
}

/** Whom a letter is to: a short line that ends in a colon begins at the margin. */
const SALUTATION = /^[^:：]{1,24}[:：]$/;

function Block({ block }: { block: LetterBlock }) {
  if (block.kind === 'table')
    return (
      <table className={classes.table}>
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={`${row.label}-${String(index)}`}>
              <th scope="row">{row.label}</th>
              <td>
                <Marked text={row.text} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    );
  if (block.kind === 'heading')
    return (
      <h2>
        <Marked text={block.text} />
      </h2>
    );
  return (
    <p className={block.kind === 'signature' ? classes.signature : SALUTATION.test(block.text) ? classes.salutation : undefined}>
      <Marked text={block.text} />
    </p>
  );
}

const OPEN = /(_{4,}|\{\{[^{}\n]{1,60}\}\})/;

function Marked({ text }: { text: string }) {
  return (
    <>
      {text
        .split(OPEN)
        .map((part, index) =>
          OPEN.test(part) ? (
            <mark key={`${part}-${String(index)}`}>{part}</mark>
          ) : (
            <Fragment key={`${part}-${String(index)}`}>{part}</Fragment>
          ),
        )}
    </>
  );
}
