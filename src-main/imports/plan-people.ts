import type { RowGuardian, StudentRow } from '#shared/rules/import-row.ts';
import type { Marker } from '#shared/rules/import-values.ts';
import { courseKey, nameKey } from '#shared/rules/names.ts';
import type { ExistingAnswer, PlannedGuardian, PlannedLink, PlannedStudent, Ref, StudentDetails } from './plan-types.ts';

/** Everybody whom a plan knows so far, from the records and from the rows above, found through maps only. */

export type KnownPack = {
  readonly course: string;
  readonly enrolledOn: string;
  readonly row: number | null;
  readonly pack: Ref | null;
  /** On record and not ended yet. */
  readonly isOpen: boolean;
};
export type KnownStudent = {
  readonly ref: Ref;
  readonly name: string;
  readonly nameKey: string;
  /** The state on record; '' = none, also for everybody new. */
  readonly marker: Marker | '';
  /** First row of the file that told of this person; null = only on record. */
  row: number | null;
  details: StudentDetails;
  readonly phones: Set<string>;
  readonly packs: KnownPack[];
  readonly guardians: Set<string>;
};
export type KnownGuardian = {
  readonly ref: Ref;
  readonly key: string;
  name: string;
  readonly names: Set<string>;
  readonly planned: PlannedGuardian | null;
};

const refKey = (ref: Ref): string => ('id' in ref ? ref.id : `+${ref.fresh}`);

const DETAILS = [
  'gender',
  'birthOn',
  'phone',
  'wechat',
  'school',
  'grade',
  'source',
  'referrer',
  'advisor',
  'remark',
  'externalNumber',
] as const;

function detailsOf(of: StudentDetails): StudentDetails {
  const { gender, birthOn, phone, wechat, school, grade, source, referrer, advisor, remark, externalNumber } = of;
  return { gender, birthOn, phone, wechat, school, grade, source, referrer, advisor, remark, externalNumber };
}

/** What the row says otherwise; an empty cell takes nothing away. */
export function detailChanges(before: StudentDetails, row: StudentDetails): Partial<StudentDetails> {
  const changed = DETAILS.filter((field) => row[field] !== null && row[field] !== '' && row[field] !== before[field]);
  return Object.fromEntries(changed.map((field) => [field, row[field]]));
}

/** What the row says where nothing stands yet. */
export function detailsMissing(before: StudentDetails, row: StudentDetails): Partial<StudentDetails> {
  const changes = Object.entries(detailChanges(before, row)) as [keyof StudentDetails, unknown][];
  return Object.fromEntries(changes.filter(([field]) => before[field] === null || before[field] === ''));
}

export class PlanPeople {
  private readonly byName = new Map<string, KnownStudent[]>();
  private readonly byId = new Map<string, KnownStudent>();
  private readonly byPhone = new Map<string, KnownStudent[]>();
  private readonly bySound = new Map<string, { readonly name: string; readonly key: string }[]>();
  private readonly guardiansByKey = new Map<string, KnownGuardian>();
  private readonly students: PlannedStudent[] = [];
  private readonly guardians: PlannedGuardian[] = [];
  private readonly links: PlannedLink[] = [];
  private readonly aliases: { guardianId: string; name: string }[] = [];

  /** Takes in what is on record for the next rows. */
  know(answer: ExistingAnswer): void {
    for (const s of answer.students) {
      if (this.byId.has(s.id)) continue;
      const phones = [s.phone, ...s.guardians.map((g) => g.phone)].filter((phone) => phone !== null);
      const known: KnownStudent = {
        ref: { id: s.id },
        name: s.name,
        nameKey: s.nameKey,
        marker: s.marker,
        row: null,
        details: detailsOf(s),
        phones: new Set(phones),
        packs: s.packs.map((p) => ({
          course: courseKey(p.course),
          enrolledOn: p.enrolledOn,
          row: null,
          pack: { id: p.id },
          isOpen: p.endedOn === null,
        })),
        guardians: new Set(s.guardians.map((g) => g.id)),
      };
      this.byId.set(s.id, known);
      this.file(known);
      for (const g of s.guardians) this.knowGuardian({ ...g, aliases: [] }, g.phone ?? `${s.id}/${nameKey(g.name)}`);
    }
    for (const g of answer.guardians) this.knowGuardian(g, g.phone);
    for (const s of answer.pinyinTails) this.sound(s.key, s.name, s.nameKey);
  }

  private knowGuardian(g: { readonly id: string; readonly name: string; readonly aliases: readonly string[] }, key: string): void {
    const known = this.guardiansByKey.get(key);
    if (known !== undefined) {
      for (const alias of g.aliases) known.names.add(nameKey(alias));
      return;
    }
    this.guardiansByKey.set(key, {
      ref: { id: g.id },
      key,
      name: g.name,
      names: new Set([g.name, ...g.aliases].map(nameKey)),
      planned: null,
    });
  }

  /** The person of a row, and others of the same name who may be the same (phone and birth day point to different records). */
  find(row: StudentRow): { person: KnownStudent | null; others: readonly KnownStudent[] } {
    const namesakes = this.byName.get(row.nameKey);
    if (namesakes === undefined) return { person: null, others: [] };
    const by = (phones: readonly (string | null)[]) =>
      namesakes.filter((s) => phones.some((phone) => phone !== null && s.phones.has(phone)));
    const same = [
      ...new Set([
        ...by(row.guardians.map((g) => g.phone)),
        ...by([row.phone]),
        ...namesakes.filter((s) => row.birthOn !== null && s.details.birthOn === row.birthOn),
      ]),
    ];
    // Of several the one that the row repeats, so that the same file again finds itself.
    const person = same.find((s) => repeatedPack(s, row) !== undefined) ?? same[0] ?? null;
    return { person, others: same.filter((s) => s !== person) };
  }

  /** Records of the name that, like the row, have neither phone nor birth day. */
  unidentified(row: StudentRow): readonly KnownStudent[] {
    const hasNeither = row.birthOn === null && row.phone === null && row.guardians.every((g) => g.phone === null);
    if (!hasNeither) return [];
    return (this.byName.get(row.nameKey) ?? []).filter((s) => 'id' in s.ref && s.phones.size === 0 && s.details.birthOn === null);
  }

  add(row: StudentRow): KnownStudent {
    const ref = { fresh: this.students.length };
    this.students.push({ row: row.row, name: row.name, nameKey: row.nameKey, tags: row.tags, ...detailsOf(row) });
    const known: KnownStudent = {
      ref,
      name: row.name,
      nameKey: row.nameKey,
      marker: '',
      row: row.row,
      details: detailsOf(row),
      phones: new Set(),
      packs: [],
      guardians: new Set(),
    };
    this.file(known);
    return known;
  }

  private file(known: KnownStudent): void {
    push(this.byName, known.nameKey, known);
    for (const phone of known.phones) push(this.byPhone, phone, known);
  }

  /**
   * What is written of this row: its pack, its guardians' phones, and an own phone only where it is the one that is kept. What is
   * not written must not be recognised by, or the same file would find other people the next time.
   */
  remember(person: KnownStudent, row: StudentRow, pack: Pick<KnownPack, 'enrolledOn' | 'pack'> | null): void {
    person.row ??= row.row;
    this.rememberPhones(person, row);
    if (row.pack !== null && pack !== null) person.packs.push({ ...pack, course: courseKey(row.pack.course), row: row.row, isOpen: false });
  }

  change(person: KnownStudent, row: StudentRow, changes: Partial<StudentDetails>): void {
    person.details = { ...person.details, ...changes };
    if ('fresh' in person.ref) {
      const planned = this.students[person.ref.fresh];
      const tags = [...new Set([...(planned?.tags ?? []), ...row.tags])];
      if (planned !== undefined) this.students[person.ref.fresh] = { ...planned, ...changes, tags };
    }
    this.rememberPhones(person, row);
  }

  private rememberPhones(person: KnownStudent, row: StudentRow): void {
    const own = person.details.phone === row.phone ? row.phone : null;
    for (const phone of [own, ...row.guardians.map((g) => g.phone)]) {
      if (phone === null || person.phones.has(phone)) continue;
      person.phones.add(phone);
      push(this.byPhone, phone, person);
    }
  }

  /** One guardian = one phone; without a phone a guardian belongs to this student alone. */
  guardian(g: RowGuardian, row: number, person: KnownStudent): KnownGuardian {
    const key = g.phone ?? `${refKey(person.ref)}/${nameKey(g.name)}`;
    const found = this.guardiansByKey.get(key) ?? (g.phone === null ? this.ownNamesake(person, g.name) : this.phoneless(person, g));
    if (found !== undefined) return found;
    const planned: PlannedGuardian = { row, name: g.name, phone: g.phone, aliases: [] };
    const known: KnownGuardian = { ref: { fresh: this.guardians.length }, key, name: g.name, names: new Set([nameKey(g.name)]), planned };
    this.guardians.push(planned);
    this.guardiansByKey.set(key, known);
    return known;
  }

  /** A guardian without a phone in this row who is one of the person's guardians by name. */
  private ownNamesake(person: KnownStudent, name: string): KnownGuardian | undefined {
    for (const phone of person.phones) {
      const guardian = this.guardiansByKey.get(phone);
      if (guardian?.names.has(nameKey(name)) === true && person.guardians.has(refKey(guardian.ref))) return guardian;
    }
    return undefined;
  }

  /** A guardian whom a row above named without a phone, now with one: the same person of the same student. */
  private phoneless(person: KnownStudent, { name, phone }: RowGuardian): KnownGuardian | undefined {
    const guardian = this.guardiansByKey.get(`${refKey(person.ref)}/${nameKey(name)}`);
    if (phone === null || guardian?.planned?.phone !== null) return undefined;
    guardian.planned.phone = phone;
    this.guardiansByKey.set(phone, guardian);
    return guardian;
  }

  /** Keeps another name of a known phone; true when it is new and worth a look. */
  alias(guardian: KnownGuardian, name: string): boolean {
    const key = nameKey(name);
    if (key === '' || guardian.names.has(key)) return false;
    guardian.names.add(key);
    if (guardian.name === '' && guardian.planned !== null) {
      guardian.name = name;
      guardian.planned.name = name;
      return false;
    }
    if (guardian.planned !== null) guardian.planned.aliases.push(name);
    else if ('id' in guardian.ref) this.aliases.push({ guardianId: guardian.ref.id, name });
    return true;
  }

  link(person: KnownStudent, guardian: KnownGuardian, g: RowGuardian, row: number): boolean {
    const key = refKey(guardian.ref);
    if (person.guardians.has(key)) return false;
    const isPrimary = person.guardians.size === 0;
    person.guardians.add(key);
    this.links.push({ row, student: person.ref, guardian: guardian.ref, relation: g.relation, relationText: g.relationText, isPrimary });
    return true;
  }

  /** Names of others who share one of the phones. */
  sharers(phones: readonly string[], person: KnownStudent): string[] {
    const found = phones.flatMap((phone) => this.byPhone.get(phone) ?? []).filter((s) => s !== person && s.nameKey !== person.nameKey);
    return [...new Set(found.map((s) => s.name))].slice(0, 5);
  }

  /** Names of others that sound the same and end in the same four digits; remembers this one. */
  soundsLike(sounds: readonly string[], person: KnownStudent): string[] {
    const found = sounds.flatMap((key) => this.bySound.get(key) ?? []).filter((s) => s.key !== person.nameKey);
    for (const key of sounds) this.sound(key, person.name, person.nameKey);
    return [...new Set(found.map((s) => s.name))].slice(0, 5);
  }

  private sound(key: string, name: string, nameKeyOf: string): void {
    if (this.bySound.get(key)?.some((s) => s.key === nameKeyOf) !== true) push(this.bySound, key, { name, key: nameKeyOf });
  }

  result() {
    return { students: this.students, guardians: this.guardians, links: this.links, aliases: this.aliases };
  }
}

/**
 * The pack that the row repeats: of the same course and day. A sheet without courses says nothing of them: any will do, the one that
 * such packs get when they are written among them; a row without a day repeats any pack of the course.
 */
export function repeatedPack(person: KnownStudent, { pack }: StudentRow): KnownPack | undefined {
  if (pack === null) return undefined;
  const key = courseKey(pack.course);
  return person.packs.find((p) => (key === '' || p.course === key) && (pack.enrolledOn === null || p.enrolledOn === pack.enrolledOn));
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
