import type { Commands } from '#main/base/command.ts';
import type { DemoAccount } from '#main/base/os.ts';
import { statutoryOf } from '#main/calendar/service.ts';
import { ensureHistory } from '#main/db/history.ts';
import { houseRegistry } from '#main/db/house-registry.ts';
import type { Connection } from '#main/db/open.ts';
import { defaultCentre, writeGroup } from '#main/settings/service.ts';
import { staffTable } from '#main/staff/tables.ts';
import { DEFAULT_OPENING, type OpeningCalendar } from '#shared/rules/calendar.ts';
import { addDays, dayStart } from '#shared/rules/zone.ts';
import { writeCare } from './bulk-care.ts';
import { writeComplaints } from './bulk-complaints.ts';
import { inserter, load, risingIds } from './bulk-db.ts';
import { writePacks, writeStudents } from './bulk-people.ts';
import type { BulkWorld } from './bulk-world.ts';
import { centreName, type DemoMark, demoAccounts, demoHashes, demoOpening, demoStaff } from './centre.ts';
import { digestTables } from './digest.ts';
import { createRandom } from './random.ts';

export type BulkSize = { students: number; packs: number; ledger: number; complaints: number; followUps: number; years: number };

const REFERENCE: BulkSize = { students: 20_000, packs: 30_000, ledger: 800_000, complaints: 20_000, followUps: 150_000, years: 10 };
const times = (size: BulkSize, factor: number): BulkSize => ({
  students: size.students * factor,
  packs: size.packs * factor,
  ledger: size.ledger * factor,
  complaints: size.complaints * factor,
  followUps: size.followUps * factor,
  years: size.years,
});
export const bulkSizes: Readonly<Record<'reference' | 'stress', BulkSize>> = { reference: REFERENCE, stress: times(REFERENCE, 10) };

/** Tables whose indexes the writers themselves look up: the small ones, and the log, whose words go into the search with its complaint. */
const INDEXES_KEPT = ['complaint_entries', 'search_documents', 'sequence', 'settings', 'staff'];

/**
 * Writes a large centre set-based into a new database without history triggers, then makes them and closes it with one command that
 * keeps count and digest of each table (issue: demo centre). All rows are as the services would have left them. The same seed, size and
 * day give the same rows.
 */
export async function buildBulk(
  db: Connection,
  commandsOver: () => Commands,
  mark: DemoMark,
  size: BulkSize,
): Promise<{ accounts: DemoAccount[] }> {
  const { zone } = DEFAULT_OPENING;
  const from = addDays(mark.until, -Math.round(size.years * 365.25));
  const opening = demoOpening(from, mark.until);
  const calendar: OpeningCalendar = { ...opening, zone };
  const random = createRandom(mark.seed);
  const start = dayStart(from, zone);
  const ids = risingIds(start, createRandom(mark.seed + 1));
  const numbers = new Map<string, number>();
  const staff = demoStaff(() => ids.next(), addDays(from, -30), Math.round(size.students / 4000), random);
  const hashes = await demoHashes(staff.people.length);
  const everybody = [...staff.people, ...staff.teachers];
  const names = new Map(everybody.map((person) => [person.id, person.name]));
  const world: BulkWorld = {
    db,
    ids,
    random,
    calendar,
    statutory: statutoryOf(db),
    from,
    until: mark.until,
    start,
    end: dayStart(mark.until, zone),
    sequence: (name) => {
      const next = (numbers.get(name) ?? 0) + 1;
      numbers.set(name, next);
      return next;
    },
    teachers: staff.teachers.map((teacher) => teacher.id),
    staffIn: (role) => staff.people.filter((person) => person.roles.includes(role)).map((person) => person.id),
    departmentOf: (department) => staff.people.filter((person) => person.departments.includes(department)).map((person) => person.id),
    headOf: (department) => staff.people.find((person) => person.headOf.includes(department))?.id,
    nameOf: (staffId) => names.get(staffId) ?? '',
  };
  await load(db, INDEXES_KEPT, () => {
    const addStaff = inserter(db, staffTable);
    everybody.forEach(({ key: _key, ...person }, index) => {
      addStaff({ ...person, passwordHash: hashes[index] ?? '' });
    });
    const students = writeStudents(world, size.students);
    writePacks(world, students, size.packs, size.ledger);
    const visits = writeComplaints(world, students, size.complaints);
    writeCare(world, students, visits, size.followUps);
    const setNumber = db.raw.prepare('INSERT INTO sequence (name, last) VALUES (?, ?)');
    for (const [name, last] of numbers) setNumber.run(name, last);
  });
  ensureHistory(db, houseRegistry);
  const tables = digestTables(db);
  await commandsOver().run({ name: 'demo.generated', actor: { kind: 'system' }, undo: 'none', topics: [] }, (tx) => {
    writeGroup(tx, 'centre', { ...defaultCentre, centreName, zone });
    writeGroup(tx, 'opening', opening);
    writeGroup(tx, 'demo', { ...mark, tables });
  });
  return { accounts: demoAccounts() };
}
