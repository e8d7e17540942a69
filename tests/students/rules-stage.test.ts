import { expect, test } from 'vitest';
import { type StageFacts, type StagePack, studentStage } from './stage-rule.ts';

const DAY = '2026-10-15';
const nobody: StageFacts = { enquiredOn: null, trialOn: null, lostOn: null, marker: null, packs: [] };
const pack = (over: Partial<StagePack> = {}): StagePack => ({
  startsOn: '2026-09-01',
  validUntil: null,
  endedOn: null,
  balanceHalves: 20,
  ...over,
});

test.each<[string, Partial<StageFacts>, string]>([
  ['nothing known', {}, 'none'],
  ['asked', { enquiredOn: '2026-10-01' }, 'enquiry'],
  ['asks tomorrow', { enquiredOn: '2026-10-16' }, 'none'],
  ['tried', { enquiredOn: '2026-10-01', trialOn: '2026-10-10' }, 'trial'],
  ['enrolled for later', { packs: [pack({ startsOn: '2026-10-16' })] }, 'enquiry'],
  ['enrolled from today', { packs: [pack({ startsOn: DAY })] }, 'active'],
  ['last valid day', { packs: [pack({ validUntil: DAY })] }, 'active'],
  ['expired yesterday', { packs: [pack({ validUntil: '2026-10-14' })] }, 'completed'],
  ['used up', { packs: [pack({ balanceHalves: 0 })] }, 'completed'],
  ['ended by a person', { packs: [pack({ endedOn: DAY })] }, 'ended'],
  ['ended tomorrow', { packs: [pack({ endedOn: '2026-10-16' })] }, 'active'],
  ['one of two runs', { packs: [pack({ endedOn: '2026-10-01' }), pack()] }, 'active'],
  [
    'ended, then another used up',
    { packs: [pack({ endedOn: '2026-09-10' }), pack({ startsOn: '2026-09-20', balanceHalves: 0 })] },
    'completed',
  ],
  ['paused', { marker: { kind: 'paused', on: '2026-10-01' }, packs: [pack()] }, 'paused'],
  ['paused from tomorrow', { marker: { kind: 'paused', on: '2026-10-16' }, packs: [pack()] }, 'active'],
  ['paused with nothing left', { marker: { kind: 'paused', on: '2026-10-01' }, packs: [pack({ balanceHalves: 0 })] }, 'paused'],
  ['completed with lessons left', { marker: { kind: 'completed', on: '2026-10-01' }, packs: [pack()] }, 'completed'],
  ['refunded with lessons left', { marker: { kind: 'ended', on: '2026-10-01' }, packs: [pack()] }, 'ended'],
  [
    'paused, then a new pack',
    { marker: { kind: 'paused', on: '2026-09-10' }, packs: [pack(), pack({ startsOn: '2026-10-01' })] },
    'active',
  ],
  [
    'completed, then a new pack',
    { marker: { kind: 'completed', on: '2026-09-10' }, packs: [pack(), pack({ startsOn: '2026-10-01' })] },
    'returned',
  ],
  ['lost', { lostOn: '2026-10-01', packs: [pack({ balanceHalves: 0 })] }, 'lost'],
  ['lost and back', { lostOn: '2026-09-20', packs: [pack({ balanceHalves: 0 }), pack({ startsOn: '2026-10-01' })] }, 'returned'],
  ['lost tomorrow', { lostOn: '2026-10-16', packs: [pack()] }, 'active'],
  ['lost prospect', { enquiredOn: '2026-09-01', lostOn: '2026-10-01' }, 'lost'],
])('%s', (_, facts, stage) => {
  expect(studentStage({ ...nobody, ...facts }, DAY)).toBe(stage);
});
