import { DEFAULT_OPENING } from '#shared/rules/calendar.ts';
import type { ApiClient } from './api.ts';

/** The people of the centre that tests begin with, by the word that tests call them. All names are invented. */
export const people = {
  manager: { name: '陈静', login: 'chenjing', roles: ['manager'], departments: ['administration'], headOf: [] },
  supervisor: { name: '周岚', login: 'zhoulan', roles: ['supervisor'], departments: ['service'], headOf: ['service'] },
  specialist: { name: '林小雨', login: 'linxiaoyu', roles: ['specialist'], departments: ['service'], headOf: [] },
  specialist2: { name: '吴桐', login: 'wutong', roles: ['specialist'], departments: ['service'], headOf: [] },
  advisor: { name: '许诺', login: 'xunuo', roles: ['advisor'], departments: ['teaching'], headOf: [] },
  support: { name: '方舟', login: 'fangzhou', roles: ['support'], departments: ['technical'], headOf: [] },
  teachingHead: { name: '沈从', login: 'shencong', roles: ['advisor'], departments: ['teaching'], headOf: ['teaching'] },
} as const satisfies Record<string, { name: string; login: string; roles: string[]; departments: string[]; headOf: string[] }>;

export type PersonKey = keyof typeof people;

export const PASSWORD = 'desk-pass-1';

type Other = Exclude<PersonKey, 'manager'>;
const others = Object.keys(people).filter((key) => key !== 'manager') as Other[];

/**
 * Goes through the wizard and adds the staff, as a manager would by hand; nobody is signed in afterwards. Each password costs
 * half a second, so whoever needs few people names them.
 */
export async function setUpCentre(api: ApiClient, staff: readonly Other[] = others): Promise<{ recoveryCode: string }> {
  const { manager } = people;
  const { zone, ...opening } = DEFAULT_OPENING;
  const result = await api.setup.finish({
    centreName: '晨光培训中心',
    zone,
    opening: structuredClone(opening) as Parameters<ApiClient['setup']['finish']>[0]['opening'],
    manager: { name: manager.name, login: manager.login, password: PASSWORD },
  });
  for (const person of staff.map((key) => people[key])) {
    await api.staff.create({
      name: person.name,
      login: person.login,
      phone: '',
      roles: [...person.roles],
      departments: [...person.departments],
      headOf: [...person.headOf],
      joinedOn: '2024-03-01',
      leftOn: null,
      password: PASSWORD,
    });
  }
  await api.session.logout();
  return result;
}
