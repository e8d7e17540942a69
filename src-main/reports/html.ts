import { cellText } from '#shared/rules/reports.ts';
import type { Block, Cell, Definitions, Layout, Table } from './blocks.ts';

/** The report as one standalone A4 page: no script, nothing from outside, so that it prints the same everywhere. */

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Text inside a CSS string. */
function cssString(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', ' ').replaceAll('<', '\\3c ')}"`;
}

/** `第 {{page}} 页` as the content of a page margin. */
function pageContent(text: string): string {
  return text
    .split(/(\{\{pages?\}\})/)
    .filter((part) => part !== '')
    .map((part) => (part === '{{page}}' ? 'counter(page)' : part === '{{pages}}' ? 'counter(pages)' : cssString(part)))
    .join(' ');
}

function cellHtml(cell: Cell, align: string, none: string): string {
  const note = cell.kind === 'text' && cell.note !== undefined ? `<sup>${cell.note}</sup>` : '';
  return `<td class="${align}${cell.strong ? ' strong' : ''}">${escapeHtml(cellText(cell, none))}${note}</td>`;
}

function tableHtml(table: Table, none: string): string {
  const head = table.columns.map((column) => `<th scope="col" class="${column.align}">${escapeHtml(column.text)}</th>`).join('');
  const rows = table.rows.map(
    (row) =>
      `<tr${row.strong ? ' class="total"' : ''}>${row.cells.map((cell, index) => cellHtml(cell, table.columns[index]?.align ?? 'left', none)).join('')}</tr>`,
  );
  const widths = table.columns.some((column) => column.width !== undefined)
    ? `<colgroup>${table.columns.map((column) => `<col style="width:${column.width ?? 60}px">`).join('')}</colgroup>`
    : '';
  return `<table data-id="${table.id}">${widths}<thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function definitionsHtml({ items }: Definitions): string {
  return `<ol class="definitions">${items.map((item) => `<li><b>${escapeHtml(item.name)}</b> ${escapeHtml(item.text)}</li>`).join('')}</ol>`;
}

function blockHtml(block: Block, none: string): string {
  if (block.kind === 'note') return `<p class="note">${escapeHtml(block.text)}</p>`;
  return block.kind === 'table' ? tableHtml(block, none) : definitionsHtml(block);
}

function style(layout: Layout): string {
  return `
@page { size: A4${layout.wide ? ' landscape' : ''}; margin: 20mm 16mm 18mm;
  @top-left { content: ${cssString(layout.centre)}; font: 9pt ${FONT}; color: #444; }
  @top-right { content: ${cssString(layout.number)}; font: 9pt ${FONT}; color: #444; }
  @bottom-left { content: ${cssString(layout.generated)}; font: 9pt ${FONT}; color: #444; }
  @bottom-right { content: ${pageContent(layout.page)}; font: 9pt ${FONT}; color: #444; } }
* { box-sizing: border-box; }
body { margin: 0; font: 13px/1.55 ${FONT}; color: #000; background: #fff; font-variant-numeric: tabular-nums; }
main { max-width: ${layout.wide ? '265mm' : '178mm'}; margin: 0 auto; }
header p { text-align: center; margin: 0 0 4px; color: #333; }
h1 { font: 700 24px/1.4 SimSun, "Songti SC", "Noto Serif CJK SC", serif; text-align: center; margin: 8px 0 4px; }
h2 { font: 700 15px/1.4 SimSun, "Songti SC", "Noto Serif CJK SC", serif; margin: 18px 0 6px; break-after: avoid; }
.running { display: flex; justify-content: space-between; border-bottom: 1px solid #000; padding: 24px 0 6px; font-size: 12px; color: #333; }
table { width: 100%; border-collapse: collapse; border-top: 1.5px solid #000; border-bottom: 1.5px solid #000; margin: 0 0 8px; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { font-weight: 600; border-bottom: 1px solid #777; }
th, td { padding: 4px 8px; vertical-align: top; }
tbody tr + tr td { border-top: 1px solid #ddd; }
tr.total td { border-top: 1px solid #777; font-weight: 600; }
.left { text-align: left; } .right { text-align: right; white-space: nowrap; } .strong { font-weight: 600; }
sup { font-size: 9px; line-height: 0; }
.note { margin: 2px 0 6px; font-size: 11px; color: #444; }
.definitions { margin: 0; padding-left: 24px; font-size: 11px; color: #222; }
.definitions li { margin-bottom: 3px; break-inside: avoid; }
.signatures { display: flex; gap: 20px; margin-top: 56px; break-inside: avoid; }
.signatures div { flex: 1; display: flex; gap: 6px; align-items: flex-end; white-space: nowrap; }
.signatures span { flex: 1; border-bottom: 1px solid #000; height: 28px; }
@media screen { body { background: #eef0f4; } main { background: #fff; padding: 0 16mm 20mm; max-width: 210mm; min-height: 297mm; } }
@media print { .running { display: none; } }`;
}

const FONT = `"PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Segoe UI", sans-serif`;

/** The whole document, in the language of the layout. */
export function reportHtml(layout: Layout): string {
  const sections = layout.sections
    .map(
      (section) =>
        `<section><h2>${escapeHtml(section.heading)}</h2>${section.blocks.map((block) => blockHtml(block, layout.none)).join('')}</section>`,
    )
    .join('');
  const signatures = layout.signatures.map((who) => `<div>${escapeHtml(who)}<span></span></div>`).join('');
  return `<!doctype html><html lang="${layout.lang}"><head><meta charset="utf-8"><title>${escapeHtml(layout.fileName)}</title><style>${style(layout)}</style></head>
<body><main><div class="running"><span>${escapeHtml(layout.centre)}</span><span>${escapeHtml(layout.number)}</span></div>
<header><h1>${escapeHtml(layout.title)}</h1><p>${escapeHtml(layout.subtitle)}　${escapeHtml(layout.zone)}</p></header>
${sections}<div class="signatures">${signatures}</div></main></body></html>
`;
}
