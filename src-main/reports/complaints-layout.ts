import type { Lang } from '#shared/contract/fields.ts';
import type { ComplaintsPart } from '#shared/contract/reports.ts';
import { buckets, clocks, severities } from '#shared/rules/reports.ts';
import { nodeText } from '#shared/rules/triage-tree.ts';
import { dayOf, momentText } from '#shared/rules/zone.ts';
import type { Block, Cell, Layout, Row, Section } from './blocks.ts';
import { columns, count, dayText, fromColumns, opening, share, text, totalRow } from './cells.ts';
import { added, type ComplaintFacts, type Group, type NodeGroup } from './complaints-gather.ts';
import { type Words, wordsOf } from './words.ts';

/** The reports of complaints as blocks: page, paper and sheet are drawn from the same. */

const coded = (name: string, value: string) => `${name}:${encodeURIComponent(value)}`;
const splits = (...parts: string[]) => parts.filter((part) => part !== '').join(',');

const GROUP_COLUMNS = ['received', 'critical', 'late', 'openNow', 'closedNow', 'withdrawn'] as const;

type Lines = readonly { label: string; split: string; group: Group }[];

/** What was received and what became of it, one line per group; every number opens its rows. */
function groupTable(t: Words, id: string, head: string, lines: Lines, sums: boolean): Block {
  const rows = lines.map(({ label, split, group }): Row => {
    const cell = (value: number, ...also: string[]): Cell => opening(count(value), 'complaints_received', splits(split, ...also));
    return {
      cells: [
        text(label),
        { ...cell(group.received), strong: true },
        cell(group.critical, 'severity:critical'),
        cell(group.late, 'late:yes'),
        cell(group.open, 'now:open'),
        cell(group.closed, 'now:closed'),
        cell(group.withdrawn, 'now:withdrawn'),
      ],
    };
  });
  const names = [head, ...GROUP_COLUMNS];
  return {
    kind: 'table',
    id,
    columns: columns(t, ...names),
    rows: sums && rows.length > 0 ? [...rows, totalRow(t('col.total'), rows, names.length)] : rows,
  };
}

const orNone = (blocks: Block[], empty: boolean, t: Words): Block[] => (empty ? [{ kind: 'note', text: t('complaints.nothing') }] : blocks);

/** Of the lying sheet, in px, together its width; English words are longer. */
const WIDTHS: Readonly<Record<Lang, readonly number[]>> = {
  'zh-CN': [100, 80, 78, 42, 74, 42, 168, 52, 56, 56, 110, 58, 40, 48],
  en: [98, 78, 74, 54, 82, 74, 106, 62, 56, 56, 78, 56, 56, 74],
};

function register(facts: ComplaintFacts, t: Words, lang: Lang): Section[] {
  const day = (at: number | null): Cell => (at === null ? { kind: 'none' } : text(momentText(at, facts.zone).slice(5)));
  const rows = facts.register.map(
    (row): Row => ({
      cells: [
        opening(text(row.number), 'complaints_received', coded('number', row.number)),
        text(momentText(row.receivedAt, facts.zone)),
        text([row.complainant, row.student === row.complainant ? '' : row.student].filter((each) => each !== '').join(' / ')),
        text(t(`complaints.channel.${row.channel}`)),
        text([t(`category.${row.category}`), row.subcategory].filter((each) => each !== '').join(' / ')),
        text(t(`severity.${row.severity}`)),
        text(row.words),
        row.owner === '' ? { kind: 'none' } : text(row.owner),
        day(row.firstResponseAt),
        day(row.resolvedAt),
        row.decision === '' ? { kind: 'none' } : text(row.decision),
        row.cause === '' ? { kind: 'none' } : text(row.cause),
        row.satisfaction === null ? { kind: 'none' } : count(row.satisfaction),
        text(t(`complaints.state.${row.state}`)),
      ],
    }),
  );
  const names = [
    'number',
    'receivedAt',
    'who',
    'channel',
    'kind',
    'severity',
    'words',
    'owner',
    'firstResponse',
    'told',
    'decision',
    'cause',
    'satisfaction',
    'state',
  ];
  const left = (name: string): [string, 'left' | 'right'] => [name, name === 'satisfaction' ? 'right' : 'left'];
  const table: Block = {
    kind: 'table',
    id: 'register',
    columns: columns(t, ...names.map(left)).map((column, index) => ({ ...column, width: WIDTHS[lang][index] ?? 60 })),
    rows,
  };
  const total: Block = {
    kind: 'note',
    text: t(facts.received > rows.length ? 'complaints.registerCut' : 'complaints.registerNote', {
      n: facts.received,
      shown: rows.length,
    }),
  };
  return [section(t, 'register', orNone([table, total], rows.length === 0, t))];
}

function kinds(facts: ComplaintFacts, t: Words, lang: Lang): Section[] {
  const nameOf = ({ node, name }: NodeGroup) => (node ? nodeText(facts.tree, node, lang) : name);
  /** One of these wordings. */
  const either = (name: string, { texts }: NodeGroup) => splits(...texts.map((each) => coded(name, each)));
  const bySub = facts.kinds.map((group) => ({
    label: `${t(`category.${group.key}`)} / ${nameOf(group) || t('complaints.noSub')}`,
    split: splits(`category:${group.key}`, either('subcategory', group)),
    group,
  }));
  const byCategory = [...Map.groupBy(facts.kinds, (group) => group.key)].map(([key, groups]) => ({
    label: t(`category.${key}`),
    split: `category:${key}`,
    group: groups.reduce(added),
  }));
  const byCause = facts.causes.map((group) => ({ label: nameOf(group) || t('complaints.noCause'), split: either('cause', group), group }));
  return [
    section(t, 'byCategory', orNone([groupTable(t, 'byCategory', 'category', byCategory, true)], byCategory.length === 0, t)),
    section(t, 'bySub', orNone([groupTable(t, 'bySub', 'kind', bySub, true)], bySub.length === 0, t)),
    section(t, 'byCause', orNone([groupTable(t, 'byCause', 'cause', byCause, true)], byCause.length === 0, t)),
  ];
}

function people(facts: ComplaintFacts, t: Words): Section[] {
  const owners = facts.owners.map((group) => ({ label: group.name || t('nobody'), split: `owner:${group.key}`, group }));
  const about = (teacher: number) =>
    facts.about.filter((group) => group.teacher === teacher).map((group) => ({ label: group.name, split: `about:${group.key}`, group }));
  const courses = facts.courses.map((group) => ({ label: group.name, split: `course:${group.key}`, group }));
  const several: Block = { kind: 'note', text: t('complaints.several') };
  const part = (name: string, head: string, lines: Lines, sums = false) =>
    section(
      t,
      name,
      orNone(sums ? [groupTable(t, name, head, lines, true)] : [groupTable(t, name, head, lines, false), several], lines.length === 0, t),
    );
  return [
    part('byOwner', 'owner', owners, true),
    part('byTeacher', 'teacher', about(1)),
    part('byStaff', 'staff', about(0)),
    part('byCourse', 'course', courses),
  ];
}

function ageing(facts: ComplaintFacts, t: Words): Section[] {
  const n = (bucket: string, severity?: string) =>
    facts.ageing.reduce(
      (sum, row) => (row.bucket === bucket && (severity === undefined || row.severity === severity) ? sum + row.n : sum),
      0,
    );
  const open = (value: number, split: string): Cell => opening(count(value), 'complaints_open_end', split);
  const rows = buckets.map(
    (bucket): Row => ({
      cells: [
        text(t(`age.${bucket}`)),
        ...severities.map((severity) => open(n(bucket, severity), `age:${bucket},severity:${severity}`)),
        { ...open(n(bucket), `age:${bucket}`), strong: true },
      ],
    }),
  );
  const head = [
    { text: t('col.age'), align: 'left' as const },
    ...severities.map((each) => ({ text: t(`severity.${each}`), align: 'right' as const })),
    { text: t('col.total'), align: 'right' as const },
  ];
  const list: Block = {
    kind: 'table',
    id: 'oldest',
    columns: columns(
      t,
      ...['number', 'receivedAt', 'student', 'severity', 'owner', 'state'].map((name): [string, 'left'] => [name, 'left']),
    ),
    rows: facts.oldest.map((row) => ({
      cells: [
        opening(text(row.number), 'complaints_open_end', coded('number', row.number)),
        text(momentText(row.receivedAt, facts.zone)),
        row.student === '' ? { kind: 'none' } : text(row.student),
        text(t(`severity.${row.severity}`)),
        text(row.owner || t('nobody')),
        text(t(`complaints.state.${row.state}`)),
      ],
    })),
  };
  return [
    section(t, 'age', [{ kind: 'table', id: 'age', columns: head, rows: [...rows, totalRow(t('col.total'), rows, head.length)] }]),
    section(t, 'oldest', orNone([list], facts.oldest.length === 0, t)),
  ];
}

/** Late is what did not reach `met` by due, as in the monthly report. */
const LATE = ['missed', 'open', 'cancelled'];

function clockTables(facts: ComplaintFacts, t: Words): Section[] {
  const lines = (severity: string | null): Row[] =>
    clocks.map((clock) => {
      const rows = facts.clocks.filter((row) => row.clock === clock && (severity === null || row.severity === severity));
      const n = (fits: (outcome: string) => boolean) => rows.reduce((sum, row) => (fits(row.outcome) ? sum + row.n : sum), 0);
      const split = splits(`clock:${clock}`, severity === null ? '' : `severity:${severity}`);
      const cell = (value: number, outcome = '') => opening(count(value), 'clocks_due', splits(split, outcome));
      const [due, met] = [n(() => true), n((outcome) => outcome === 'met')];
      return {
        cells: [
          text(t(`clock.${clock}`)),
          cell(due),
          cell(met, 'outcome:met'),
          cell(
            n((outcome) => outcome === 'met_late'),
            'outcome:met_late',
          ),
          cell(
            n((outcome) => outcome === 'extended'),
            'outcome:extended',
          ),
          cell(
            n((outcome) => LATE.includes(outcome)),
            'outcome:missed',
          ),
          fromColumns(share(met, due), [2, 1]),
        ],
      };
    });
  const table = (id: string, severity: string | null): Block => ({
    kind: 'table',
    id,
    columns: columns(t, 'clock', 'due', 'met', 'metLate', 'extended', 'missed', 'rate'),
    rows: lines(severity),
  });
  return [
    section(t, 'clocks', [table('clocks', null), { kind: 'note', text: t('complaints.clocksNote') }]),
    ...severities.map((severity) => ({
      ...section(t, 'clocksOf', [table(`clocks-${severity}`, severity)]),
      name: t('section.clocksOf', { severity: t(`severity.${severity}`) }),
    })),
  ];
}

const sheets: Record<string, string> = {
  register: 'register',
  byCategory: 'kinds',
  bySub: 'kinds',
  byCause: 'kinds',
  byOwner: 'complaintPeople',
  byTeacher: 'complaintPeople',
  byStaff: 'complaintPeople',
  byCourse: 'complaintPeople',
  age: 'ageing',
  oldest: 'ageing',
  clocks: 'clocks',
  clocksOf: 'clocks',
};

const section = (t: Words, name: string, blocks: Block[]): Section => ({
  name: t(`section.${name}`),
  sheet: t(`sheet.${sheets[name]}`),
  blocks,
});

const makers: Record<ComplaintsPart, (facts: ComplaintFacts, t: Words, lang: Lang) => Section[]> = {
  register,
  kinds,
  people,
  ageing,
  clocks: clockTables,
};

/** The asked parts in the language asked for. */
export function complaintsLayout(facts: ComplaintFacts, lang: Lang, parts: readonly ComplaintsPart[]): Layout {
  const t = wordsOf(lang);
  const zoneKey = `zones.${facts.zone}`;
  const zoneWord = t(zoneKey);
  const span = { from: dayText(facts.from, t), to: dayText(facts.to, t) };
  const running = facts.period.at < facts.period.to;
  const only = parts.length === 1 ? parts[0] : undefined;
  return {
    lang,
    fileName: t('complaints.fileName', { from: facts.from, to: facts.to }),
    title: only ? t(`complaints.title.${only}`) : t('complaints.titleAll'),
    centre: facts.centreName,
    number: `${facts.from} – ${facts.to}`,
    subtitle: t(running ? 'complaints.spanRunning' : 'span', { ...span, today: dayText(dayOf(facts.period.at, facts.zone), t) }),
    zone: t('zone', { zone: zoneWord === zoneKey ? facts.zone : zoneWord }),
    generated: t('generated', { time: momentText(facts.period.at, facts.zone) }),
    none: t('none'),
    page: t('page', { page: '{{page}}', pages: '{{pages}}' }),
    split: { numerator: t('col.numerator'), denominator: t('col.denominator') },
    sections: parts
      .flatMap((part) => makers[part](facts, t, lang))
      .map((each, index) => ({ ...each, heading: t('heading', { n: t(`ordinals.${index + 1}`), text: each.name }) })),
    signatures: ['made', 'supervisor', 'manager', 'date'].map((who) => t(`sign.${who}`)),
    wide: parts.includes('register'),
  };
}
