import { addDays, dayNumber } from '#shared/rules/zone.ts';
import people from '../../resources/demo/people.json' with { type: 'json' };
import type { Random } from './random.ts';

export type DemoGuardian = {
  name: string;
  relation: 'mother' | 'father' | 'grandparent';
  phone: string;
  isPrimary: boolean;
  isPayer: boolean;
};
export type DemoChild = {
  name: string;
  gender: 'female' | 'male';
  birthOn: string;
  school: string;
  grade: string;
  source: string;
  tags: string[];
  remark: string;
};
export type DemoFamily = { guardians: DemoGuardian[]; children: DemoChild[] };

const surnames = people.surnames as [string, number][];
const SECOND_CHILD = 0.16;
const THIRD_CHILD = 0.02;
const MINORITY = 0.012;
const SCHOOL_AGE = 6;

/** Invented mobile numbers, each once: one guardian = one number. */
export function phoneSource(random: Random): () => string {
  const used = new Set<string>();
  const heads = [
    '134',
    '135',
    '136',
    '137',
    '138',
    '139',
    '150',
    '151',
    '158',
    '159',
    '176',
    '177',
    '180',
    '181',
    '186',
    '188',
    '189',
    '199',
  ];
  return () => {
    for (;;) {
      const phone = `${random.pick(heads)}${String(random.int(0, 99_999_999)).padStart(8, '0')}`;
      if (used.has(phone)) continue;
      used.add(phone);
      return phone;
    }
  };
}

function given(random: Random, syllables: readonly string[]): string {
  const first = random.pick(syllables);
  return random.chance(0.82) ? first + random.pick(syllables) : first;
}

/** Name of a grown-up. */
export function adultName(random: Random): string {
  return random.weighted(surnames) + given(random, random.chance(0.6) ? people.adultFemale : people.adultMale);
}

/** The school year of a child on `today`: pupils start at six. */
function gradeOf(birthOn: string, today: string): string {
  const years = Math.floor((dayNumber(today) - dayNumber(birthOn)) / 365.25) - SCHOOL_AGE + 1;
  return people.grades[Math.max(0, Math.min(people.grades.length - 1, years))] ?? '';
}

function child(random: Random, surname: string, today: string): DemoChild {
  const gender = random.chance(0.54) ? 'female' : 'male';
  const minority = random.chance(MINORITY);
  const birthOn = addDays(today, -random.int(Math.round(5.2 * 365), Math.round(15.5 * 365)));
  const grade = gradeOf(birthOn, today);
  return {
    name: minority ? random.pick(people.minority[gender]) : surname + given(random, people[gender]),
    gender,
    birthOn,
    school: random.pick(people.schools),
    grade,
    source: random.pick(people.sources),
    tags: random.chance(0.12) ? [random.pick(people.tags)] : [],
    remark: random.chance(0.1) ? random.pick(people.remarks) : '',
  };
}

/** A family with one child, sometimes two or three; mother, father, sometimes a grandparent who brings the child. */
export function makeFamily(random: Random, phone: () => string, today: string): DemoFamily {
  const surname = random.weighted(surnames);
  const mother: DemoGuardian = {
    name: random.weighted(surnames) + given(random, people.adultFemale),
    relation: 'mother',
    phone: phone(),
    isPrimary: true,
    isPayer: true,
  };
  const father: DemoGuardian = {
    name: surname + given(random, people.adultMale),
    relation: 'father',
    phone: phone(),
    isPrimary: false,
    isPayer: false,
  };
  const grandparent: DemoGuardian = {
    name: random.weighted(surnames) + given(random, random.chance(0.6) ? people.adultFemale : people.adultMale),
    relation: 'grandparent',
    phone: phone(),
    isPrimary: false,
    isPayer: false,
  };
  const shape = random.next();
  const guardians =
    shape < 0.46
      ? [mother]
      : shape < 0.62
        ? [{ ...father, isPrimary: true, isPayer: true }]
        : shape < 0.88
          ? [mother, father]
          : shape < 0.95
            ? [mother, grandparent]
            : [
                { ...grandparent, isPrimary: true },
                { ...mother, isPrimary: false },
              ];
  const count = random.chance(THIRD_CHILD) ? 3 : random.chance(SECOND_CHILD) ? 2 : 1;
  return { guardians, children: Array.from({ length: count }, () => child(random, surname, today)) };
}
