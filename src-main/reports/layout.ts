import type { Lang } from '#shared/contract/fields.ts';
import type { Figure } from '#shared/contract/figures.ts';
import type { MonthlyReport } from '#shared/contract/reports.ts';
import { figureKeys, verdictOf } from '#shared/rules/figures.ts';
import { complaintsCheck, percentText } from '#shared/rules/reports.ts';
import { addDays, dayOf, momentText } from '#shared/rules/zone.ts';
import type { Align, Block, Cell, Column, Layout, Row, Section } from './blocks.ts';
import { columns, count, dayText, fromColumns, opening, share, text, totalRow } from './cells.ts';
import { type Words, wordsOf } from './words.ts';

/**
 * Turns the value of a month into a sequence of blocks with words of one language. The spreadsheet and the paper are drawn
 * from these blocks; neither looks at the value itself.
 */

/** A figure as one cell: a count, or a share. */
function valueCell(figure: Figure | null): Cell {
  if (figure === null) return { kind: 'none' };
  return figure.kind === 'count' ? count(figure.value) : share(figure.value, figure.denominator);
}

function targetCell(figure: Figure, t: Words): Cell {
  if (figure.target === null || figure.targetIs === null) return { kind: 'none' };
  return {
    kind: 'target',
    value: figure.target,
    text: t(`target.${figure.targetIs}`, { value: percentText(figure.target * 1000, 1000) ?? '' }),
  };
}

/** Head counts and the complaints' flow have tables of their own. */
const OWN_TABLE = new Set([
  'active_start',
  'joined',
  'returned',
  'left',
  'active_end',
  'complaints_received',
  'complaints_closed',
  'complaints_open_end',
]);

function figuresBlocks(value: MonthlyReport, t: Words): Block[] {
  const shown = value.figures.filter((figure) => !OWN_TABLE.has(figure.key));
  const rows: Row[] = shown.map((figure) => {
    const verdict = verdictOf(figure);
    return {
      cells: [
        { kind: 'text', text: t(`figure.${figure.key}.name`), note: figureKeys.indexOf(figure.key) + 1 },
        { ...opening(fromColumns(valueCell(figure), [2, 2]), figure.key), strong: true },
        figure.kind === 'count'
          ? { kind: 'fraction', numerator: null, denominator: null }
          : opening({ kind: 'fraction', numerator: figure.value, denominator: figure.denominator }, figure.key, '', 'denominator'),
        valueCell(figure.lastMonth),
        valueCell(figure.lastYear),
        targetCell(figure, t),
        verdict === null ? { kind: 'none' } : { kind: 'text', text: t(`verdict.${verdict}`), strong: verdict === 'missed' },
      ],
    };
  });
  return [
    {
      kind: 'table',
      id: 'figures',
      columns: columns(t, 'figure', 'value', 'fraction', 'lastMonth', 'lastYear', 'target', 'verdict'),
      rows,
    },
  ];
}

function responseBlocks(value: MonthlyReport, t: Words): Block[] {
  const now = value.figures.find((figure) => figure.key === 'first_response_time');
  if (!now) return [];
  const line = (label: string, figure: Figure | null): Row => ({
    cells: [
      text(t(`col.${label}`)),
      { kind: 'minutes', value: figure?.median ?? null },
      { kind: 'minutes', value: figure?.p90 ?? null },
      figure === null ? { kind: 'none' } : count(figure.beside.unanswered ?? 0),
    ],
  });
  const head: Column[] = [{ text: '', align: 'left' }, ...columns(t, ['median', 'right'], ['p90', 'right'], ['unanswered', 'right'])];
  return [
    {
      kind: 'table',
      id: 'response',
      columns: head,
      rows: [line('value', now), line('lastMonth', now.lastMonth), line('lastYear', now.lastYear)],
    },
  ];
}

function headsBlocks({ headCount: heads }: MonthlyReport, t: Words): Block[] {
  const { start, joined, returned, left, end, check } = heads;
  return [
    {
      kind: 'table',
      id: 'heads',
      columns: columns(
        t,
        ['start', 'right'],
        ['joined', 'right'],
        ['returned', 'right'],
        ['left', 'right'],
        ['end', 'right'],
        ['check', 'right'],
      ),
      rows: [
        {
          cells: [
            { ...opening(count(start), 'active_start'), strong: true },
            opening({ kind: 'count', value: joined, sign: '+' }, 'joined'),
            opening({ kind: 'count', value: returned, sign: '+' }, 'returned'),
            opening({ kind: 'count', value: left, sign: '−' }, 'left'),
            { ...opening(count(end), 'active_end'), strong: true },
            { kind: 'sum', value: check, terms: [1, 1, 1, -1, -1] },
          ],
        },
      ],
    },
    { kind: 'note', text: t('checkHeads', { ...heads, sum: start + joined + returned - left }) },
  ];
}

function flowBlocks({ complaints }: MonthlyReport, t: Words): Block[] {
  const { openStart, received, reopened, closed, withdrawn, openEnd } = complaints;
  const check = complaintsCheck(complaints);
  const names = ['openStart', 'received', 'reopened', 'closed', 'withdrawn', 'openEnd', 'check'];
  return [
    {
      kind: 'table',
      id: 'flow',
      columns: columns(t, ...names.map((name): [string, Align] => [name, 'right'])),
      rows: [
        {
          cells: [
            { ...opening(count(openStart), 'complaints_open_start'), strong: true },
            opening({ kind: 'count', value: received, sign: '+' }, 'complaints_received'),
            opening({ kind: 'count', value: reopened, sign: '+' }, 'complaints_reopened'),
            opening({ kind: 'count', value: closed, sign: '−' }, 'complaints_closed'),
            opening({ kind: 'count', value: withdrawn, sign: '−' }, 'complaints_withdrawn'),
            { ...opening(count(openEnd), 'complaints_open_end'), strong: true },
            { kind: 'sum', value: check, terms: [1, 1, 1, -1, -1, -1] },
          ],
        },
      ],
    },
    {
      kind: 'note',
      text: t('checkFlow', {
        openStart,
        received,
        reopened,
        closed,
        withdrawn,
        openEnd,
        check,
        sum: openStart + received + reopened - closed - withdrawn,
      }),
    },
    { kind: 'note', text: t('flowNote') },
  ];
}

function countTable(t: Words, id: string, names: readonly string[], lines: readonly (readonly [label: string, ...cells: Cell[]])[]): Block {
  const rows = lines.map(([label, ...cells]): Row => ({ cells: [text(label), ...cells] }));
  return { kind: 'table', id, columns: columns(t, ...names), rows: [...rows, totalRow(t('col.total'), rows, names.length)] };
}

function complaintTables({ complaints }: MonthlyReport, t: Words): Record<'categories' | 'severities' | 'ageing' | 'people', Block[]> {
  return {
    categories: [
      countTable(
        t,
        'categories',
        ['category', 'received', 'critical', 'closed', 'openEnd'],
        complaints.byCategory.map((row) => [
          t(`category.${row.category}`),
          opening(count(row.received), 'complaints_received', `category:${row.category}`),
          opening(count(row.critical), 'complaints_received', `category:${row.category},severity:critical`),
          opening(count(row.closed), 'complaints_closed', `category:${row.category}`),
          opening(count(row.openEnd), 'complaints_open_end', `category:${row.category}`),
        ]),
      ),
    ],
    severities: [
      countTable(
        t,
        'severities',
        ['severity', 'received'],
        complaints.bySeverity.map((row) => [
          t(`severity.${row.severity}`),
          opening(count(row.received), 'complaints_received', `severity:${row.severity}`),
        ]),
      ),
    ],
    ageing: [
      countTable(
        t,
        'ageing',
        ['age', 'open'],
        complaints.ageing.map((row) => [t(`age.${row.bucket}`), opening(count(row.open), 'complaints_open_end', `age:${row.bucket}`)]),
      ),
    ],
    people: [
      countTable(
        t,
        'people',
        ['owner', 'received', 'closed', 'missedClocks'],
        complaints.byOwner.map((row) => [
          row.id === null ? t('nobody') : row.name,
          opening(count(row.received), 'complaints_received', `owner:${row.id ?? ''}`),
          opening(count(row.closed), 'complaints_closed', `owner:${row.id ?? ''}`),
          opening(count(row.missed), 'clocks_due', `owner:${row.id ?? ''},outcome:missed`),
        ]),
      ),
    ],
  };
}

function clocksBlocks({ complaints }: MonthlyReport, t: Words): Block[] {
  const rows = complaints.clocks.map(
    (row): Row => ({
      cells: [
        text(t(`clock.${row.clock}`)),
        opening(count(row.due), 'clocks_due', `clock:${row.clock}`),
        opening(count(row.met), 'clocks_due', `clock:${row.clock},outcome:met`),
        opening(count(row.metLate), 'clocks_due', `clock:${row.clock},outcome:met_late`),
        opening(count(row.extended), 'clocks_due', `clock:${row.clock},outcome:extended`),
        opening(count(row.missed), 'clocks_due', `clock:${row.clock},outcome:missed`),
        fromColumns(share(row.met, row.due), [2, 1]),
      ],
    }),
  );
  return [{ kind: 'table', id: 'clocks', columns: columns(t, 'clock', 'due', 'met', 'metLate', 'extended', 'missed', 'rate'), rows }];
}

function followUpBlocks({ followUps }: MonthlyReport, t: Words): Block[] {
  const names = ['due', 'doneInTime', 'done', 'unreachable', 'refused', 'open'] as const;
  const behind = {
    due: '',
    doneInTime: '',
    done: 'state:done',
    unreachable: 'state:unreachable',
    refused: 'state:refused',
    open: 'state:open',
  } as const;
  const rows = names.map(
    (name): Row => ({
      cells: [
        text(t(`followUp.${name}`)),
        opening(count(followUps[name]), 'follow_up_done', behind[name], name === 'doneInTime' ? 'numerator' : 'denominator'),
      ],
    }),
  );
  return [{ kind: 'table', id: 'followUps', columns: columns(t, 'state', 'count'), rows }];
}

function satisfactionBlocks({ satisfaction }: MonthlyReport, t: Words): Block[] {
  const scores = satisfaction.scores.map(
    (n, index): Row => ({ cells: [text(t(`score.${index + 1}`)), opening(count(n), 'csat', `score:${index + 1}`, 'denominator')] }),
  );
  const people: Row[] = [
    { cells: [text(t('asked')), opening(count(satisfaction.asked), 'csat_response', '', 'denominator')] },
    { cells: [text(t('answered')), opening(count(satisfaction.answers), 'csat_response')] },
  ];
  return [
    { kind: 'table', id: 'scores', columns: columns(t, 'score', 'answers'), rows: [...scores, totalRow(t('col.total'), scores, 2)] },
    { kind: 'table', id: 'asked', columns: columns(t, 'state', 'count'), rows: people },
  ];
}

/** A quantity of lessons, not a number of records: there are no rows to open. */
const LESSONS = 'consumed_halves';

function besideBlocks(value: MonthlyReport, t: Words): Block[] {
  const rows = value.figures.flatMap((figure) =>
    Object.entries(figure.beside)
      .filter(([, n]) => n !== 0)
      .map(([name, n]): Row => {
        const word = name === 'withdrawn' && figure.key.startsWith('complaint') ? 'received_withdrawn' : name;
        return {
          cells: [
            text(t('besideLine', { figure: t(`figure.${figure.key}.name`), note: t(`beside.${word}`) })),
            name === LESSONS ? count(n) : opening(count(n), figure.key, `beside:${name}`),
          ],
        };
      }),
  );
  return rows.length === 0 ? [] : [{ kind: 'table', id: 'beside', columns: columns(t, 'note', 'count'), rows }];
}

/** The report of one month as blocks, in the language asked for. */
export function layoutOf(value: MonthlyReport, lang: Lang): Layout {
  const t = wordsOf(lang);
  const tables = complaintTables(value, t);
  const lastDay = addDays(dayOf(value.to, value.zone), -1);
  const running = value.generatedAt < value.to;
  const section = (name: string, sheet: string, blocks: Block[]): Section => ({
    name: t(`section.${name}`),
    sheet: t(`sheet.${sheet}`),
    blocks,
  });
  const definitions: Block = {
    kind: 'definitions',
    columns: columns(t, ['figure', 'left'], ['definition', 'left']),
    items: figureKeys.map((key, index) => ({ n: index + 1, name: t(`figure.${key}.name`), text: t(`figure.${key}.definition`) })),
  };
  const span = {
    from: dayText(dayOf(value.from, value.zone), t),
    to: dayText(running ? dayOf(value.generatedAt, value.zone) : lastDay, t),
  };
  const zoneKey = `zones.${value.zone}`;
  const zoneWord = t(zoneKey);
  return {
    lang,
    fileName: t('fileName', { month: value.month }),
    title: t('title'),
    centre: value.centreName,
    number: t('number', { month: value.month }),
    subtitle: t(running ? 'spanRunning' : 'span', span),
    zone: t('zone', { zone: zoneWord === zoneKey ? value.zone : zoneWord }),
    generated: t('generated', { time: momentText(value.generatedAt, value.zone) }),
    none: t('none'),
    page: t('page', { page: '{{page}}', pages: '{{pages}}' }),
    split: { numerator: t('col.numerator'), denominator: t('col.denominator') },
    sections: [
      section('heads', 'summary', headsBlocks(value, t)),
      section('figures', 'summary', figuresBlocks(value, t)),
      section('response', 'summary', responseBlocks(value, t)),
      section('flow', 'complaints', flowBlocks(value, t)),
      section('categories', 'complaints', tables.categories),
      section('severities', 'complaints', tables.severities),
      section('ageing', 'complaints', tables.ageing),
      section('clocks', 'clocks', clocksBlocks(value, t)),
      section('people', 'people', tables.people),
      section('followUps', 'followUps', followUpBlocks(value, t)),
      section('satisfaction', 'followUps', satisfactionBlocks(value, t)),
      section('beside', 'summary', besideBlocks(value, t)),
      section('definitions', 'definitions', [definitions]),
    ]
      .filter((each) => each.blocks.length > 0)
      .map((each, index) => ({ ...each, heading: t('heading', { n: t(`ordinals.${index + 1}`), text: each.name }) })),
    signatures: ['made', 'supervisor', 'manager', 'date'].map((who) => t(`sign.${who}`)),
  };
}
