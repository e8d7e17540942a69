import type { PackValues } from '#shared/rules/import-pack.ts';
import type { StudentRow } from '#shared/rules/import-row.ts';
import type { RowWarning } from '#shared/rules/import-row-cells.ts';
import type { Marker, Relation } from '#shared/rules/import-values.ts';

/** What an import would write: values only, so that a preview, a worker and the final command share it. */

/** A record that exists, or the n-th new one of this plan. */
export type Ref = { readonly id: string } | { readonly fresh: number };
export type DuplicatePolicy = 'skip' | 'update' | 'new';

/** The details of a student that an import may fill in or change. */
export type StudentDetails = Pick<
  StudentRow,
  'gender' | 'birthOn' | 'phone' | 'wechat' | 'school' | 'grade' | 'source' | 'referrer' | 'advisor' | 'remark' | 'externalNumber'
>;

export type ExistingStudent = StudentDetails & {
  readonly id: string;
  readonly name: string;
  /** nameKey(name) of rules/names.ts. */
  readonly nameKey: string;
  /** The state that stands on record; '' = none. */
  readonly marker: Marker | '';
  readonly guardians: readonly { readonly id: string; readonly name: string; readonly phone: string | null }[];
  readonly packs: readonly {
    readonly id: string;
    readonly course: string;
    readonly enrolledOn: string;
    readonly endedOn: string | null;
  }[];
};
export type ExistingGuardian = { readonly id: string; readonly name: string; readonly phone: string; readonly aliases: readonly string[] };
/** What is asked of the records that exist, some hundred rows at a time. */
export type ExistingQuery = {
  readonly nameKeys: readonly string[];
  readonly phones: readonly string[];
  readonly pinyinTails: readonly string[];
};
export type ExistingAnswer = {
  /** Students with one of the name keys. */
  readonly students: readonly ExistingStudent[];
  /** Guardians with one of the phones (normal form). */
  readonly guardians: readonly ExistingGuardian[];
  /** Students with one of the keys `pinyin|last four digits`; only a hint. */
  readonly pinyinTails: readonly { readonly key: string; readonly studentId: string; readonly name: string; readonly nameKey: string }[];
};
export type ExistingPeople = { findByKeys(query: ExistingQuery): ExistingAnswer };

export type PlannedStudent = StudentDetails & { readonly row: number; name: string; readonly nameKey: string; tags: readonly string[] };
export type PlannedGuardian = { readonly row: number; name: string; phone: string | null; readonly aliases: string[] };
export type PlannedLink = {
  readonly row: number;
  readonly student: Ref;
  readonly guardian: Ref;
  readonly relation: Relation;
  readonly relationText: string;
  /** The first guardian of a new student is the one who is called and who pays, until somebody says otherwise. */
  readonly isPrimary: boolean;
};
export type PlannedPack = PackValues & { readonly row: number; readonly student: Ref };
/** The dated state of one row; `pack` null = the row had none. */
export type PlannedMarker = {
  readonly row: number;
  readonly student: Ref;
  readonly pack: Ref | null;
  readonly kind: Marker;
  readonly on: string;
};
/**
 * What the rows of a student say together: only when every row of a new student, or an updated one, sets a state. Of several
 * `paused` comes first (somebody may come back), else the last row speaks. '' ends a pause: an update says that the student learns again.
 * `ended` is said of a student on record only when no pack goes on of which the sheet tells nothing; the pack itself ends in any case.
 */
export type PlannedStudentMarker = { readonly student: Ref; readonly kind: Marker | ''; readonly on: string };
export type PlannedUpdate = { readonly row: number; readonly studentId: string; readonly changes: Partial<StudentDetails> };
export type PlannedDuplicate = {
  readonly row: number /** Earlier row of the file. */;
  readonly ofRow: number | null;
  readonly ofStudent: string | null;
  readonly name: string;
  readonly decision: DuplicatePolicy;
};
export type HintReason = 'sibling' | 'same_pinyin_tail' | 'guardian_alias' | 'same_name' | 'advisor_unknown' | RowWarning['reason'];
export type PlannedHint = {
  readonly row: number;
  readonly reason: HintReason;
  readonly name: string /** Name of the other person, or the column. */;
  readonly other: string;
};

export type IgnoredRows = { blank: number; heading: number; total: number; note: number };
export type ImportCounts = { students: number; guardians: number; packs: number; updated: number };

export type ImportPlan = {
  readonly students: readonly PlannedStudent[];
  readonly guardians: readonly PlannedGuardian[];
  readonly links: readonly PlannedLink[];
  readonly packs: readonly PlannedPack[];
  readonly markers: readonly PlannedMarker[];
  readonly studentMarkers: readonly PlannedStudentMarker[];
  readonly updates: readonly PlannedUpdate[];
  /** Other names of guardians that exist already. */
  readonly aliases: readonly { readonly guardianId: string; readonly name: string }[];
  readonly duplicates: readonly PlannedDuplicate[];
  readonly hints: readonly PlannedHint[];
  readonly counts: ImportCounts;
};
