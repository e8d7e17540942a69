import type { StudentRow } from '#shared/rules/import-row.ts';
import { markerOf } from '#shared/rules/import-values.ts';
import { phoneTail } from '#shared/rules/phones.ts';
import { detailChanges, isOfCourse, type KnownStudent, PlanPeople } from './plan-people.ts';
import type {
  DuplicatePolicy,
  ExistingPeople,
  ImportPlan,
  PlannedDuplicate,
  PlannedHint,
  PlannedMarker,
  PlannedPack,
  PlannedStudentMarker,
  PlannedUpdate,
  Ref,
} from './plan-types.ts';

export type PlanOptions = {
  readonly duplicates: DuplicatePolicy;
  /** Decisions for single rows, before the rule for all. */
  readonly decisions?: ReadonlyMap<number, DuplicatePolicy>;
  /** Today in the centre's zone: the day of markers, and of packs whose sheet names none. */
  readonly today: string;
  /** Full pinyin of a name without tones and blanks; without it no hints by sound are given. */
  readonly pinyin?: (name: string) => string;
  /** Names that stand for exactly one person of the staff; another advisor cannot be kept and is hinted at. Without it any name will do. */
  readonly advisors?: ReadonlySet<string>;
};

/** Rows that are looked up at a time. */
const BATCH = 500;

/**
 * Says what an import of these rows would do; writes nothing (spec/students-and-money.md, "Import and export").
 * Same person = same name and (guardian's phone, own phone or birth day); same person, course and day of enrolment = duplicate;
 * same person otherwise = a further pack; same phone with another name = sibling; same sound and phone tail = a hint only.
 * A row without a day of enrolment repeats any pack of that person and course, one of a sheet without courses any of that day; a row without phone and birth day repeats a
 * record of that name that has neither, so that the same file again creates nothing.
 */
export function planImport(rows: readonly StudentRow[], existing: ExistingPeople, options: PlanOptions): ImportPlan {
  const people = new PlanPeople();
  const work = new Work(people, options);
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    const sounds = batch.map((row) => soundKeys(row, options.pinyin));
    people.know(
      existing.findByKeys({
        nameKeys: unique(batch.map((r) => r.nameKey)),
        phones: unique(batch.flatMap(phonesOf)),
        pinyinTails: unique(sounds.flat()),
      }),
    );
    batch.forEach((row, i) => {
      work.row(row, sounds[i] ?? []);
    });
  }
  return work.plan();
}

function phonesOf(row: StudentRow): string[] {
  return [row.phone, ...row.guardians.map((g) => g.phone)].filter((phone) => phone !== null);
}

function soundKeys(row: StudentRow, pinyin: PlanOptions['pinyin']): string[] {
  if (pinyin === undefined) return [];
  const sound = pinyin(row.name);
  return unique(phonesOf(row).map((phone) => `${sound}|${phoneTail(phone)}`));
}

const unique = (list: readonly string[]): string[] => [...new Set(list)];

class Work {
  private readonly packs: PlannedPack[] = [];
  private readonly markers: PlannedMarker[] = [];
  /** What each row said of the state of its student. */
  private readonly states = new Map<KnownStudent, (PlannedStudentMarker['kind'] | null)[]>();
  private readonly updates = new Map<string, { row: number; changes: PlannedUpdate['changes'] }>();
  private readonly duplicates: PlannedDuplicate[] = [];
  private readonly hints: PlannedHint[] = [];
  private readonly strangers = new Set<string>();
  private readonly people: PlanPeople;
  private readonly options: PlanOptions;

  constructor(people: PlanPeople, options: PlanOptions) {
    this.people = people;
    this.options = options;
  }

  row(told: StudentRow, sounds: readonly string[]): void {
    const row = this.withKnownAdvisor(told);
    for (const w of row.warnings) this.hint(row, w.reason, w.column);
    const { person: known, others } = this.people.find(row);
    const person = known ?? this.people.unidentified(row).find((s) => duplicateOf(s, row) !== undefined) ?? null;
    for (const other of others) this.hint(row, 'same_name', other.name);
    const twin = person === null ? undefined : duplicateOf(person, row);
    if (person === null || twin === undefined) {
      this.take(row, person ?? this.people.add(row), person === null, sounds);
      return;
    }
    const decision = this.options.decisions?.get(row.row) ?? this.options.duplicates;
    this.duplicates.push({ row: row.row, ofRow: twin.row, ofStudent: 'id' in person.ref ? person.ref.id : null, name: row.name, decision });
    if (decision === 'new') this.take(row, this.people.add(row), true, sounds);
    if (decision === 'update') this.update(row, person, twin.pack);
  }

  private withKnownAdvisor(row: StudentRow): StudentRow {
    const { advisors } = this.options;
    if (row.advisor === '' || advisors === undefined || advisors.has(row.advisor)) return row;
    // Once for each name: a whole sheet may come from a centre whose staff are not yet here.
    if (!this.strangers.has(row.advisor)) this.hint(row, 'advisor_unknown', row.advisor);
    this.strangers.add(row.advisor);
    return { ...row, advisor: '' };
  }

  /** A new person, or a further pack of a known one. */
  private take(row: StudentRow, person: KnownStudent, isNew: boolean, sounds: readonly string[]): void {
    if (isNew) this.neighbours(row, person, sounds);
    this.connect(row, person);
    let pack: Ref | null = null;
    if (row.pack !== null) {
      pack = { fresh: this.packs.length };
      this.packs.push({ ...row.pack, row: row.row, student: person.ref });
    }
    this.people.remember(person, row, pack);
    this.mark(row, person, pack);
    // The other packs of a student on record are not in the sheet: one row does not speak for them.
    if ('fresh' in person.ref) this.state(row, person);
  }

  private update(row: StudentRow, person: KnownStudent, pack: Ref | null): void {
    const changes = detailChanges(person.details, row);
    const linked = this.connect(row, person);
    if ('id' in person.ref) {
      const before = this.updates.get(person.ref.id);
      const marked = (row.marker ?? (learnsAgain(row, person) ? '' : person.marker)) !== person.marker;
      if (Object.keys(changes).length > 0 || linked || marked || before !== undefined)
        this.updates.set(person.ref.id, { row: before?.row ?? row.row, changes: { ...before?.changes, ...changes } });
    }
    this.people.change(person, row, changes);
    this.mark(row, person, pack);
    this.state(row, person);
  }

  private mark(row: StudentRow, person: KnownStudent, pack: Ref | null): void {
    if (row.marker !== null) this.markers.push({ row: row.row, student: person.ref, pack, kind: row.marker, on: this.options.today });
  }

  private state(row: StudentRow, person: KnownStudent): void {
    const states = this.states.get(person);
    const said = row.marker ?? (learnsAgain(row, person) ? '' : null);
    if (states === undefined) this.states.set(person, [said]);
    else states.push(said);
  }

  /** True when the person got a guardian who was not theirs. */
  private connect(row: StudentRow, person: KnownStudent): boolean {
    let linked = false;
    for (const g of row.guardians) {
      const guardian = this.people.guardian(g, row.row, person);
      if (this.people.alias(guardian, g.name)) this.hint(row, 'guardian_alias', guardian.name);
      linked = this.people.link(person, guardian, g, row.row) || linked;
    }
    return linked;
  }

  private neighbours(row: StudentRow, person: KnownStudent, sounds: readonly string[]): void {
    for (const sibling of this.people.sharers(phonesOf(row), person)) this.hint(row, 'sibling', sibling);
    for (const name of this.people.soundsLike(sounds, person)) this.hint(row, 'same_pinyin_tail', name);
  }

  private hint(row: StudentRow, reason: PlannedHint['reason'], other: string): void {
    this.hints.push({ row: row.row, reason, name: row.name, other });
  }

  private studentMarkers(): PlannedStudentMarker[] {
    return [...this.states].flatMap(([person, states]) => {
      const kind = states.includes('') ? '' : states.includes(null) ? null : states.includes('paused') ? 'paused' : states.at(-1);
      // What stands there already keeps its day.
      return kind === null || kind === undefined || kind === person.marker ? [] : [{ student: person.ref, kind, on: this.options.today }];
    });
  }

  plan(): ImportPlan {
    const { students, guardians, links, aliases } = this.people.result();
    const updates = [...this.updates].map(([studentId, u]) => ({ studentId, ...u }));
    return {
      students,
      guardians,
      links,
      packs: this.packs,
      markers: this.markers,
      studentMarkers: this.studentMarkers(),
      updates,
      aliases,
      duplicates: this.duplicates,
      hints: this.hints,
      counts: { students: students.length, guardians: guardians.length, packs: this.packs.length, updated: updates.length },
    };
  }
}

/** The sheet says in a known word that somebody who paused is there as usual. */
function learnsAgain(row: StudentRow, person: KnownStudent): boolean {
  return person.marker === 'paused' && row.statusText !== '' && markerOf(row.statusText) === null;
}

/** What the row repeats: a pack of the same course and day; a row without a pack repeats any row of the person. */
function duplicateOf(person: KnownStudent, row: StudentRow): { row: number | null; pack: Ref | null } | undefined {
  const pack = row.pack;
  if (pack === null) return { row: person.row, pack: null };
  return person.packs.find(
    (p) => isOfCourse(p, pack) && (p.enrolledOn === null || pack.enrolledOn === null || p.enrolledOn === pack.enrolledOn),
  );
}
