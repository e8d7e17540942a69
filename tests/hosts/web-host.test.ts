import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isStale } from '../../scripts/build.ts';
import { apiClient } from '../support/api.ts';
import { PASSWORD, people, setUpCentre } from '../support/people.ts';
import { mustRun, type RunningHost, runHost } from '../support/run-host.ts';

const folders: string[] = [];
const hosts: RunningHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) if (host.child.exitCode === null && host.child.signalCode === null) await host.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'desk-host-'));
  folders.push(folder);
  return folder;
}

// Each test starts processes, and a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000 });

/** The build where it is fresh, as in `npm test`: it starts three times as fast as the sources. */
const form = isStale() ? 'source' : 'built';

/** In English, so that its words can be read here. */
async function start(...flags: string[]): Promise<RunningHost> {
  const host = await mustRun(['--lang', 'en', ...flags], { form });
  hosts.push(host);
  return host;
}
const tryStart = (...flags: string[]) => runHost(['--lang', 'en', ...flags], { form });

describe('the web host as a program', () => {
  it('runs straight from its sources too, and finds its threads there', async () => {
    const host = await mustRun(['--data', newFolder()], { form: 'source' });
    hosts.push(host);
    const api = await apiClient(host.link);
    await setUpCentre(api, []);
    await api.session.login({ login: people.manager.login, password: PASSWORD });
    expect(await api.audit.verify()).toMatchObject({ ok: true });
  });

  it('is ready with one line, starts its clock where it is told, and ends cleanly', async () => {
    const data = newFolder();
    const host = await start('--data', data, '--now', '2026-11-20T09:00');
    expect(host.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    expect(host.output().match(/^ready /gm)).toHaveLength(1);
    const { now } = await (await apiClient(host.link)).session.current();
    expect(now).toBeGreaterThanOrEqual(Date.parse('2026-11-20T09:00+08:00'));
    expect(now).toBeLessThan(Date.parse('2026-11-20T09:01+08:00'));
    expect(await host.stop('SIGTERM')).toBe(0);
    expect(existsSync(join(data, 'owner.json'))).toBe(false);
    expect(existsSync(join(data, 'second-start'))).toBe(false);
    // whatever was still in the log of writes is in the file
    expect(existsSync(join(data, 'desk.db-wal'))).toBe(false);
  });

  it('ends on Ctrl+C too, and its files belong to one person', async () => {
    const data = newFolder();
    const host = await start('--data', data);
    for (const file of ['desk.key', 'keys.json', 'second-start']) expect(statSync(join(data, file)).mode & 0o077).toBe(0);
    expect(await host.stop('SIGINT')).toBe(0);
  });

  it('prints a new link at Enter', async () => {
    const host = await start('--data', newFolder());
    const link = await host.newLink();
    expect(link).not.toBe(host.link);
    expect((await (await apiClient(link)).session.current()).state).toBe('setup');
  });

  it('a second start asks the running one, says who holds the folder, and exits 3', async () => {
    const data = newFolder();
    const host = await start('--data', data);
    const link = host.line(/#token=/);
    const second = await tryStart('--data', data);
    expect(second).toMatchObject({ code: 3 });
    expect('output' in second && typeof second.output === 'string' ? second.output : '').toContain(`process ${host.child.pid}`);
    expect((await (await apiClient((await link).split(' ').at(-1) ?? '')).session.current()).state).toBe('setup');
  });

  it('takes the folder over at once after the other was killed', async () => {
    const data = newFolder();
    const killed = await start('--data', data);
    await killed.stop('SIGKILL');
    await start('--data', data);
  });

  it('keeps what was set up, and asks everybody for a new link and for the password after a restart', async () => {
    const data = newFolder();
    const first = await start('--data', data);
    const api = await apiClient(first.link);
    await setUpCentre(api, []);
    await api.session.login({ login: people.manager.login, password: PASSWORD });
    await first.stop();
    const second = await start('--data', data, '--port', new URL(first.link).port);
    expect(second.origin).toBe(first.origin);
    expect((await safe(api.session.current())).error).toMatchObject({ code: 'NO_SESSION' });
    expect(await (await apiClient(second.link)).session.current()).toMatchObject({ state: 'signed-out', centreName: '晨光培训中心' });
  });

  it('does not open a real centre as a demo', async () => {
    const data = newFolder();
    const host = await start('--data', data);
    await setUpCentre(await apiClient(host.link), []);
    await host.stop();
    const before = readFileSync(join(data, 'desk.db'));
    const refused = await tryStart('--data', data, '--demo');
    expect(refused).toMatchObject({ code: 2, output: expect.stringContaining('holds a real centre') });
    expect(readFileSync(join(data, 'desk.db')).equals(before)).toBe(true);
  });

  it('says that a port is taken', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
    });
    const refused = await tryStart('--data', newFolder(), '--port', String(port));
    other.close();
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining(`Port ${port} is taken`) });
  });

  it('refuses flags that make no sense, and says which', async () => {
    const [port, wat] = await Promise.all([tryStart('--port', '70000'), tryStart('--wat')]);
    expect(port).toMatchObject({ code: 2, output: expect.stringContaining('70000') });
    expect(wat).toMatchObject({ code: 2, output: expect.stringContaining('--wat') });
  });
});
