import { describe, expect, it } from 'vitest';
import { createChanges } from '#main/base/changes.ts';
import { createWords } from '#main/base/words.ts';
import { hearNotices, noticeTitle, showNotice, type Told } from '#main/hosts/electron/notices.ts';
import { FakeNotification } from './fake-electron.ts';

const ref = { kind: 'complaint' as const, id: 'c1', number: 'C20261120-001' };

describe('notices of the desktop', () => {
  it('only what the person at the window is told, and not in quiet hours', async () => {
    const changes = createChanges();
    const told: Told[] = [];
    let me: string | null = 'lin';
    let changed = 0;
    const heard = hearNotices(changes, {
      me: () => me,
      tell: (each) => told.push(each),
      changed: () => {
        changed += 1;
      },
    });
    const publish = async (code: string, data: Record<string, unknown>) => {
      changes.publish(['messages'], { code, data });
      await new Promise(setImmediate);
    };
    await publish('assigned', { staffIds: ['lin'], ref });
    await publish('assigned', { staffIds: ['wu'], ref });
    await publish('warned', { staffIds: ['lin'], ref, silent: true });
    changes.publish(['complaints']);
    // what the host itself asks of the page is no notice
    await publish('open', { staffIds: ['lin'], ref });
    me = null;
    await publish('escalated', { staffIds: ['lin'], ref });
    me = 'wu';
    await publish('escalated', { staffIds: ['lin', 'wu'], ref });
    changes.close();
    await heard;
    expect(told.map((each) => each.code)).toEqual(['assigned', 'escalated']);
    // the notice waits for whom it was told, whoever sits there when it is clicked
    expect(told.map((each) => each.staffId)).toEqual(['lin', 'wu']);
    expect(changed).toBe(7);
  });

  it('has words in both languages for every kind, shows them, and a click brings the window', () => {
    const told: Told = { code: 'escalated', ref, staffId: 'lin' };
    expect(noticeTitle(told, createWords('zh-CN'))).toBe('投诉 C20261120-001 已升级');
    expect(noticeTitle({ ...told, code: 'anything' }, createWords('en'))).toContain('C20261120-001');
    let opened = 0;
    const port = (supported: boolean) => ({
      isSupported: () => supported,
      make: (options: { title: string }) => new FakeNotification(options),
    });
    showNotice(port(false), told, createWords('en'), () => opened++);
    expect(FakeNotification.shown).toHaveLength(0);
    showNotice(port(true), told, createWords('en'), () => opened++);
    FakeNotification.shown[0]?.emit('click');
    expect([FakeNotification.shown[0]?.title.includes(ref.number), opened]).toEqual([true, 1]);
  });
});
