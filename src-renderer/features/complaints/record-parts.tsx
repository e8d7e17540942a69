import { IconClock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '#renderer/lib/keys.tsx';
import { monotonicNow, useNow } from '#renderer/lib/now.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import type { Channel } from '#shared/contract/fields.ts';
import type { PickedStudent } from './record-draft.ts';

/** 已用 38 秒: for the promise of a minute. */
export function Elapsed() {
  const { t } = useTranslation('complaints');
  const began = useRef(monotonicNow());
  useNow(1000);
  const seconds = Math.floor((monotonicNow() - began.current) / 1000);
  return (
    <span className="row gap-4 nowrap">
      <IconClock size={14} aria-hidden="true" />
      {seconds < 60 ? t('record.seconds', { n: seconds }) : t('record.minutes', { m: Math.floor(seconds / 60), s: seconds % 60 })}
    </span>
  );
}

/** Alt 1–5; stands inside the dialog, because shortcuts belong to the layer they are drawn in. */
export function ChannelKeys({ choose }: { choose: (channel: Channel) => void }) {
  useShortcut('form.channel1', () => choose('phone'));
  useShortcut('form.channel2', () => choose('counter'));
  useShortcut('form.channel3', () => choose('wechat'));
  useShortcut('form.channel4', () => choose('paper'));
  useShortcut('form.channel5', () => choose('other'));
  return null;
}

/** The student that the opener already knew joins the form once. */
export function usePresentStudent(
  id: string | undefined,
  ready: boolean,
  students: readonly PickedStudent[],
  add: (student: PickedStudent) => void,
): void {
  const { data } = useQuery({ ...orpc.students.get.queryOptions({ input: { id: id ?? '' } }), enabled: id !== undefined });
  const done = useRef(false);
  const there = students.some((student) => student.id === id);
  const card = data?.student;
  useEffect(() => {
    if (!ready || !card || done.current) return;
    done.current = true;
    if (!there) add({ id: card.id, name: card.name, number: card.number, note: card.grade });
  });
}
