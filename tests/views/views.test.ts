import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { auditRouter } from '#main/audit/router.ts';
import { viewsRouter } from '#main/views/router.ts';
import { at, type MemberKey, openDesk, refusal } from '../complaints/desk.ts';

const filter = { view: 'all', severities: ['critical'], tags: ['退费'], sort: 'received' } as const;
const asked = (name: string) => ({
  name,
  filter: { ...filter, severities: [...filter.severities], tags: [...filter.tags] },
  columns: ['number', 'words', 'tags'] as ('number' | 'words' | 'tags')[],
});

async function desks() {
  const desk = await openDesk(at('2026-11-20 15:30'));
  const as = (key: MemberKey) =>
    createRouterClient(
      { views: viewsRouter, audit: auditRouter },
      { context: { services: desk.services, connection: { id: key, host: 'test', staffId: desk.staff[key], locked: false } } },
    );
  return { desk, mine: as('specialist'), other: as('specialist2') };
}

describe('own views', () => {
  it('keeps, renames, orders and forgets them for one person, and brings a forgotten one back', async () => {
    const { mine, other } = await desks();
    const first = await mine.views.create(asked('重大退费'));
    const second = await mine.views.create(asked('另一个'));
    expect((await mine.views.list()).own).toMatchObject([
      {
        id: first.id,
        name: '重大退费',
        columns: ['number', 'words', 'tags'],
        filter: { view: 'all', severities: ['critical'], tags: ['退费'], sort: 'received', text: '' },
      },
      { id: second.id, name: '另一个' },
    ]);
    expect((await other.views.list()).own).toEqual([]);
    await mine.views.update({ ...asked('改了名'), id: second.id });
    await mine.views.reorder({ ids: [second.id, first.id] });
    expect((await mine.views.list()).own.map((view) => view.name)).toEqual(['改了名', '重大退费']);
    const { commandId } = await mine.views.remove({ id: second.id });
    expect((await mine.views.list()).own.map((view) => view.name)).toEqual(['重大退费']);
    await mine.audit.undo({ commandId });
    expect((await mine.views.list()).own.map((view) => view.name)).toEqual(['改了名', '重大退费']);
  });

  it('refuses the same name twice and what is not ones own', async () => {
    const { mine, other } = await desks();
    const { id } = await mine.views.create(asked('我的'));
    await other.views.create(asked('我的'));
    expect((await refusal(mine.views.create(asked('我的')))).code).toBe('TAKEN');
    expect((await refusal(other.views.remove({ id }))).code).toBe('NOT_FOUND');
    expect((await refusal(other.views.update({ ...asked('偷改'), id }))).code).toBe('NOT_FOUND');
    expect((await refusal(other.views.reorder({ ids: [id] }))).code).toBe('NOT_FOUND');
    expect((await refusal(mine.views.create(asked(' ')))).data).toEqual({ field: 'name', reason: 'required' });
  });

  it('keeps the columns of a fixed view for each person', async () => {
    const { mine, other } = await desks();
    await mine.views.setColumns({ view: 'mine', columns: ['number', 'words'] });
    await mine.views.setColumns({ view: 'mine', columns: ['number', 'words', 'tags'] });
    expect((await mine.views.list()).columns).toEqual([{ view: 'mine', columns: ['number', 'words', 'tags'] }]);
    expect((await other.views.list()).columns).toEqual([]);
  });
});
