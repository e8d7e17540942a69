import { randomBytes, randomUUID } from 'node:crypto';
import { isDefinedError, safe } from '@orpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exe, mp3 } from '../attachments/files.ts';
import { attach } from '../attachments/send.ts';
import type { ApiClient } from '../support/api.ts';
import { PASSWORD, people, setUpCentre } from '../support/people.ts';

export type DeskGround = {
  /** A window or browser of its own. */
  connect(): Promise<ApiClient> | ApiClient;
  close(): Promise<void>;
};

/** The first minutes of a centre, on the real core, the same whichever way the calls go. */
export function deskScenario(name: string, open: () => Promise<DeskGround>): void {
  describe(`the first minutes of a centre ${name}`, () => {
    let ground: DeskGround;
    let manager: ApiClient;
    let specialist: ApiClient;
    beforeAll(async () => {
      ground = await open();
      manager = await ground.connect();
      specialist = await ground.connect();
    });
    afterAll(() => ground.close());

    it('begins with the wizard, and nothing else opens before', async () => {
      expect(await manager.session.current()).toMatchObject({ state: 'setup', person: null, demo: false });
      const { error } = await safe(manager.staff.list());
      expect(error).toMatchObject({ code: 'NOT_SET_UP', status: 409 });
      const { recoveryCode } = await setUpCentre(manager, ['specialist']);
      expect(recoveryCode.length).toBeGreaterThan(20);
      const again = await safe(
        manager.setup.finish({ ...(await freshSetup(manager)), manager: { name: '别人', login: 'other', password: PASSWORD } }),
      );
      expect(again.error).toMatchObject({ code: 'ALREADY_SET_UP' });
    });

    it('knows each window by itself', async () => {
      const wrong = await safe(manager.session.login({ login: people.manager.login, password: 'not the one' }));
      expect(isDefinedError(wrong.error)).toBe(true);
      expect(wrong.error).toMatchObject({ code: 'WRONG_PASSWORD', status: 401, data: { waitUntil: null } });
      await manager.session.login({ login: people.manager.login, password: PASSWORD });
      expect(await manager.session.current()).toMatchObject({ state: 'in', person: { name: people.manager.name } });
      expect(await specialist.session.current()).toMatchObject({ state: 'signed-out', person: null });
      await specialist.session.login({ login: people.specialist.login, password: PASSWORD });
    });

    it('refuses what a role may not', async () => {
      const { error } = await safe(specialist.staff.list());
      expect(error).toMatchObject({ code: 'FORBIDDEN', status: 403, data: { right: 'staff.manage' } });
    });

    it('refuses what the contract does not know, before anything runs', async () => {
      const { error } = await safe(specialist.session.setPin({ pin: 'abcd' }));
      expect(error).toMatchObject({ code: 'INVALID', status: 422, data: { field: 'pin' } });
    });

    it('says of a text that is too long how long it may be, and writes nothing of it', async () => {
      const before = await specialist.complaints.list({});
      const recording = {
        studentIds: [],
        complainant: { kind: 'other' as const, refId: null, name: '周淑芬', phone: '' },
        channel: 'phone' as const,
        words: '长'.repeat(100_000),
        category: 'facility' as const,
        severity: 'general' as const,
      };
      const { error } = await safe(specialist.complaints.record(recording));
      expect(isDefinedError(error)).toBe(true);
      expect(error).toMatchObject({ code: 'INVALID', status: 422, data: { field: 'words', reason: 'too_long', limit: 20_000 } });
      const named = { ...recording, words: '灯坏了', complainant: { ...recording.complainant, phone: '1'.repeat(41) } };
      expect((await safe(specialist.complaints.record(named))).error).toMatchObject({
        code: 'INVALID',
        data: { field: 'complainant.phone', reason: 'too_long', limit: 40 },
      });
      expect(await specialist.complaints.list({})).toEqual(before);
      // what was typed is kept all the same
      const { person } = await specialist.session.current();
      await specialist.drafts.save({ form: 'complaints.record', staffId: person?.id ?? '', value: JSON.stringify(recording) });
      expect(JSON.parse((await specialist.drafts.load({ form: 'complaints.record' }))?.value ?? '')).toEqual(recording);
    });

    it('writes once for one key, and every window hears of it', async () => {
      const abort = new AbortController();
      const stream = await specialist.changes.watch(undefined, { signal: abort.signal });
      const hello = await stream.next();
      expect(hello.value).toMatchObject({ topics: [] });
      const key = randomUUID();
      const input = { ...teacher, key };
      const first = await manager.staff.create(input);
      expect((await manager.staff.create(input)).id).toBe(first.id);
      const heard = await stream.next();
      expect(heard.value).toMatchObject({ topics: expect.arrayContaining(['staff']) });
      expect((await manager.staff.list()).filter((row) => row.name === teacher.name)).toHaveLength(1);
      abort.abort();
    });

    it('locks and opens again', async () => {
      await specialist.session.lock();
      expect((await safe(specialist.staff.names({}))).error).toMatchObject({ code: 'LOCKED', status: 423 });
      await specialist.session.unlock({ secret: PASSWORD });
      expect((await specialist.staff.names({})).map((row) => row.name)).toContain(people.manager.name);
    });

    it('takes a file of several parts and gives it back as it was', async () => {
      const { id } = await specialist.complaints.record({
        studentIds: [],
        complainant: { kind: 'other', refId: null, name: '周淑芬', phone: '' },
        channel: 'phone',
        words: '教室的灯坏了三天没人修',
        category: 'facility',
        severity: 'general',
      });
      const content = Buffer.concat([mp3(), randomBytes(1_500_000)]);
      const added = await attach(specialist, { kind: 'complaint', id }, '通话.mp3', content);
      const file = await specialist.attachments.content({ id: added.id });
      expect([file.name, file.type]).toEqual(['通话.mp3', 'audio/mpeg']);
      expect(Buffer.from(await file.arrayBuffer()).equals(content)).toBe(true);
      const refused = await safe(attach(specialist, { kind: 'complaint', id }, '照片.png', exe()));
      expect(refused.error).toMatchObject({ code: 'ATTACHMENT_REFUSED', status: 422, data: { reason: 'program' } });
    });

    it('gives heavy work to a thread', async () => {
      expect(await manager.audit.verify()).toMatchObject({ ok: true, brokenAt: null });
    });
  });
}

const teacher = {
  name: '韩老师',
  login: '',
  phone: '',
  roles: [],
  departments: ['teaching' as const],
  headOf: [],
  joinedOn: '2025-02-01',
  leftOn: null,
  password: null,
};

async function freshSetup(api: ApiClient) {
  const { zone } = await api.session.current();
  const none: [number, number][] = [];
  const day: [number, number][] = [[540, 1080]];
  return {
    centreName: '另一家',
    zone,
    opening: { weekly: { 1: none, 2: day, 3: day, 4: day, 5: day, 6: day, 7: day }, exceptions: [], seasons: [] },
  };
}
