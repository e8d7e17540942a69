import type { StudentRow } from '#shared/rules/import-row.ts';
import { markerOf } from '#shared/rules/import-values.ts';
import { phoneTail } from '#shared/rules/phones.ts';
import { detailChanges, detailsMissing, type KnownPack, type KnownStudent, PlanPeople, repeatedPack } from './plan-people.ts';
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
  StudentDetails,
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
 * A row without a day of enrolment repeats any pack of that person and course, one of a sheet without courses any of that day; a pack
 * that was taken without a day began today, for the rows below it as for the next import. A row without phone and birth day repeats a
 * record of that name that has neither, so that the same file again creates nothing. A further pack fills in what its new student lacks
 * yet; a student on record gets that only with `update`.
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

/** What rows change of a student on record; `isTouched` = something beside the details. */
type Update = { readonly row: number; readonly changes: Partial<StudentDetails>; readonly isTouched: boolean };

class Work {
  private readonly packs: PlannedPack[] = [];
  private readonly markers: PlannedMarker[] = [];
  /** What each row said of the state of its student. */
  private readonly states = new Map<KnownStudent, (PlannedStudentMarker['kind'] | null)[]>();
  private readonly updates = new Map<string, Update>();
  /** Packs on record of which a row spoke; a row without a pack speaks of the whole student. */
  private readonly spoken = new Map<KnownStudent, Set<KnownPack | null>>();
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
    const decision = this.options.decisions?.get(row.row) ?? this.options.duplicates;
    if (person === null) this.take(row, this.people.add(row), sounds);
    else if (twin === undefined) this.further(row, person, decision);
    else {
      const ofStudent = 'id' in person.ref ? person.ref.id : null;
      this.duplicates.push({ row: row.row, ofRow: twin.row, ofStudent, name: row.name, decision });
      if (decision === 'new') this.take(row, this.people.add(row), sounds);
      if (decision === 'update') this.update(row, person, twin.of);
    }
  }

  private withKnownAdvisor(row: StudentRow): StudentRow {
    const { advisors } = this.options;
    if (row.advisor === '' || advisors === undefined || advisors.has(row.advisor)) return row;
    // Once for each name: a whole sheet may come from a centre whose staff are not yet here.
    if (!this.strangers.has(row.advisor)) this.hint(row, 'advisor_unknown', row.advisor);
    this.strangers.add(row.advisor);
    return { ...row, advisor: '' };
  }

  /** A new person. */
  private take(row: StudentRow, person: KnownStudent, sounds: readonly string[]): void {
    this.neighbours(row, person, sounds);
    this.connect(row, person);
    this.pack(row, person);
    this.state(row, person);
  }

  /** A further pack of a known person. */
  private further(row: StudentRow, person: KnownStudent, decision: DuplicatePolicy): void {
    this.connect(row, person);
    const isChanged = 'fresh' in person.ref || decision === 'update';
    if (isChanged) this.change(row, person, detailsMissing(person.details, row), false);
    this.pack(row, person);
    // The other packs of a student on record are not in the sheet: one row does not speak for them.
    if (isChanged) this.state(row, person);
  }

  private update(row: StudentRow, person: KnownStudent, pack: KnownPack | null): void {
    const linked = this.connect(row, person);
    const ends = row.marker === 'ended' && pack?.isOpen === true;
    this.change(row, person, detailChanges(person.details, row), linked || ends);
    this.mark(row, person, pack?.pack ?? null);
    this.state(row, person);
    const spoken = this.spoken.get(person);
    if (spoken === undefined) this.spoken.set(person, new Set([pack]));
    else spoken.add(pack);
  }

  private change(row: StudentRow, person: KnownStudent, changes: Partial<StudentDetails>, isTouched: boolean): void {
    if ('id' in person.ref) {
      const before = this.updates.get(person.ref.id);
      this.updates.set(person.ref.id, {
        row: before?.row ?? row.row,
        changes: { ...before?.changes, ...changes },
        isTouched: isTouched || before?.isTouched === true,
      });
    }
    this.people.change(person, row, changes);
  }

  private pack(row: StudentRow, person: KnownStudent): void {
    const pack = row.pack === null ? null : { fresh: this.packs.length };
    if (row.pack !== null) this.packs.push({ ...row.pack, row: row.row, student: person.ref });
    this.people.remember(person, row, pack && { pack, enrolledOn: row.pack?.enrolledOn ?? this.options.today });
    this.mark(row, person, pack);
  }

  private mark(row: StudentRow, person: KnownStudent, pack: PlannedMarker['pack']): void {
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
      if (kind === 'ended' && this.goesOn(person)) return [];
      // What stands there already keeps its day.
      return kind === null || kind === undefined || kind === person.marker ? [] : [{ student: person.ref, kind, on: this.options.today }];
    });
  }

  /** True when a pack on record is open of which the sheet told nothing. */
  private goesOn(person: KnownStudent): boolean {
    const spoken = this.spoken.get(person);
    return spoken?.has(null) !== true && person.packs.some((pack) => pack.isOpen && spoken?.has(pack) !== true);
  }

  plan(): ImportPlan {
    const { students, guardians, links, aliases } = this.people.result();
    const studentMarkers = this.studentMarkers();
    const marked = new Set(studentMarkers.map(({ student }) => ('id' in student ? student.id : '')));
    const updates = [...this.updates].flatMap(([studentId, { row, changes, isTouched }]): PlannedUpdate[] =>
      isTouched || marked.has(studentId) || Object.keys(changes).length > 0 ? [{ studentId, row, changes }] : [],
    );
    return {
      students,
      guardians,
      links,
      packs: this.packs,
      markers: this.markers,
      studentMarkers,
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
function duplicateOf(person: KnownStudent, row: StudentRow): { row: number | null; of: KnownPack | null } | undefined {
  if (row.pack === null) return { row: person.row, of: null };
  const of = repeatedPack(person, row);
  return of && { row: of.row, of };
}
