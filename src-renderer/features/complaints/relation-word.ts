/** 妈妈, 家长, 学员本人 …: who somebody is to the student. */
export function relationWord(kind: 'guardian' | 'student' | 'other' | 'anonymous', relation: string, t: (key: string) => string): string {
  if (kind === 'guardian') return t(`relation.${relation || 'guardian'}`);
  return t(`complainantKind.${kind}`);
}
