import type { client } from '#renderer/lib/client.ts';

export type StudentPage = Awaited<ReturnType<typeof client.students.get>>;
export type Guardian = StudentPage['guardians'][number];
export type Duplicate = Awaited<ReturnType<typeof client.students.duplicates>>[number];
export type CreateInput = Parameters<typeof client.students.create>[0];
export type StudentValue = Required<CreateInput['student']>;
export type GuardianValue = Required<CreateInput['guardians'][number]>;
/** What a form of a student holds while it is being written. */
export interface FormValue {
  readonly student: StudentValue;
  readonly guardians: readonly GuardianValue[];
}

export const RELATIONS = ['mother', 'father', 'grandparent', 'self', 'other'] as const;

const emptyStudent: StudentValue = {
  name: '',
  gender: '',
  birthOn: null,
  phone: '',
  wechat: '',
  school: '',
  grade: '',
  source: '',
  advisorId: null,
  tags: [],
  remark: '',
};
export function emptyGuardian(first: boolean): GuardianValue {
  return { name: '', relation: first ? 'mother' : 'father', phone: '', isPrimary: first, isPayer: first, mayPickUp: first };
}

/** A blank form; somebody who was searched for in vain is already named. */
export function emptyForm(name = ''): FormValue {
  return { student: { ...emptyStudent, name }, guardians: [emptyGuardian(true)] };
}

/** The form of a student that exists. The phone is the masked one; sent back unchanged it stays what it is. */
export function formOf({ student }: StudentPage): FormValue {
  const { name, gender, birthOn, phoneMasked, wechat, school, grade, source, advisorId, tags, remark } = student;
  return {
    student: { name, gender, birthOn, phone: phoneMasked, wechat, school, grade, source, advisorId, tags, remark },
    guardians: [],
  };
}
