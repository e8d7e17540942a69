import { createRouterClient } from '@orpc/server';
import { describe, expect, it, vi } from 'vitest';
import type { PrintingPort } from '#main/base/os.ts';
import { printChoices } from '#shared/contract/printing.ts';
import { paperFor, printKinds } from '#shared/rules/printing.ts';
import { openDesk } from '../support/desk.ts';

const choices = printChoices.parse(
  Object.fromEntries(printKinds.map((kind) => [kind, { printer: null, paper: paperFor(kind, undefined) }])),
);
const sheet = { kind: 'list', paper: 'a4', name: '投诉清单' } as const;

/** A desk with a printer at one of its windows. */
async function desk() {
  const opened = await openDesk({ staff: ['supervisor', 'specialist'], passwords: false });
  const { core } = opened;
  const connection = core.connect();
  const port = {
    serves: (id: string) => id === connection.id,
    setup: vi.fn(async () => ({ printers: [{ name: 'hp', shown: 'HP' }], choices })),
    choose: vi.fn(),
    print: vi.fn<PrintingPort['print']>(async () => ({ result: 'printed', printer: 'hp' })),
    savePdf: vi.fn<PrintingPort['savePdf']>(async () => ({ result: 'saved', file: '/a.pdf', printer: null, trouble: null })),
  } satisfies PrintingPort;
  core.services.host.printing = port;
  const api = createRouterClient(core.router, { context: core.context(connection) });
  return { ...opened, port, api, sit: () => Object.assign(connection, { staffId: opened.staffId('specialist') }) };
}

describe('printing', () => {
  it('is for somebody signed in and not locked, at the window itself', async () => {
    const { api, port, sit, as } = await desk();
    await expect(api.printing.print(sheet)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const connection = sit();
    expect(await api.printing.print(sheet)).toEqual({ result: 'printed', printer: 'hp' });
    connection.locked = true;
    await expect(api.printing.savePdf(sheet)).rejects.toMatchObject({ code: 'LOCKED' });
    expect(port.print).toHaveBeenCalledTimes(1);
    expect(port.savePdf).not.toHaveBeenCalled();

    // a browser that reached the same core prints nothing here, and learns nothing of the printers
    const browser = as('supervisor').printing;
    const asked = [
      () => browser.setup(),
      () => browser.choose({ kind: 'list', printer: 'hp', paper: 'a4' }),
      () => browser.print(sheet),
      () => browser.savePdf(sheet),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'PRINTING_UNAVAILABLE' });
    expect(port.print).toHaveBeenCalledTimes(1);
    expect(port.setup).not.toHaveBeenCalled();
    expect(port.choose).not.toHaveBeenCalled();
  });

  it('is refused where the host has no printers', async () => {
    const { api, sit, core } = await desk();
    sit();
    delete core.services.host.printing;
    await expect(api.printing.setup()).rejects.toMatchObject({ code: 'PRINTING_UNAVAILABLE' });
  });

  it('takes only papers that the kind can stand on', async () => {
    const { api, sit, port } = await desk();
    sit();
    await expect(api.printing.print({ ...sheet, paper: 'roll' })).rejects.toMatchObject({ code: 'INVALID' });
    expect(await api.printing.print({ ...sheet, kind: 'recovery', paper: 'roll', length: 140 })).toMatchObject({ result: 'printed' });
    expect(port.print).toHaveBeenLastCalledWith(expect.objectContaining({ paper: 'roll', length: 140, wide: false, numbered: null }));
  });

  it('lets a numbered document out only after its copy was noted', async () => {
    const { api, sit, port, as } = await desk();
    sit();
    const letter = { ...sheet, kind: 'letter' } as const;
    await expect(api.printing.print(letter)).rejects.toMatchObject({ code: 'INVALID' });

    const supervisor = as('supervisor');
    const { id: complaintId } = await supervisor.complaints.record({
      studentIds: [],
      complainant: { kind: 'anonymous', refId: null },
      channel: 'paper',
      words: '教室空调不热',
      category: 'facility',
      severity: 'general',
    });
    const templates = await supervisor.letters.templates({ lang: 'zh-CN', kind: 'record' });
    const { id } = await supervisor.letters.create({ complaintId, templateId: templates[0]!.id, lang: 'zh-CN', key: crypto.randomUUID() });
    const draft = await supervisor.letters.get({ id });
    await supervisor.letters.issue({ id, version: draft.version, title: draft.title, body: '正文', key: crypto.randomUUID() });

    const first = { ...letter, numbered: { of: 'letters', id, copy: 1 } } as const;
    for (const way of [api.printing.print, api.printing.savePdf])
      await expect(way(first)).rejects.toMatchObject({ code: 'STATE_FORBIDS', data: { state: 'not_noted' } });
    expect(port.print).not.toHaveBeenCalled();
    expect(port.savePdf).not.toHaveBeenCalled();

    expect(await supervisor.letters.print({ id, key: crypto.randomUUID() })).toMatchObject({ copy: 1 });
    expect(await api.printing.print(first)).toMatchObject({ result: 'printed' });
    await expect(api.printing.print({ ...letter, numbered: { of: 'letters', id, copy: 2 } })).rejects.toMatchObject({
      code: 'STATE_FORBIDS',
    });
    // the test page has no number to note
    expect(await api.printing.print({ ...letter, test: true })).toMatchObject({ result: 'printed' });
  });
});
