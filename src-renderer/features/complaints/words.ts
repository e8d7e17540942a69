import type { StripNode } from '#renderer/components/node-strip.tsx';
import type { Format, Words } from '#renderer/lib/format.ts';
import { channel } from '#shared/contract/fields.ts';
import type { CaseEntry, CasePage, Reason } from './types.ts';

type Values = Readonly<Record<string, string | number>>;

const MOMENTS = new Set(['receivedAt', 'dueAt', 'until', 'before', 'after', 'startsAt', 'handledAt', 'lastAt', 'at']);
const MINUTE = 60_000;
/** Codes that end like a plural form of i18next have a key of another name. */
const KEYS: Readonly<Record<string, string>> = { only_one: 'single' };

const NODE_CLOCKS = { dispatch: 'dispatch', first_response: 'first_response', rectify: 'rectification', tell: 'resolution' } as const;

/** Sentences out of codes and values; `now` UTC ms. Pure, so that it can be tested without a screen. */
export function complaintWords(t: Words, format: Format, now: number) {
  /** Moments become times, codes become words; what is neither stays. */
  function spoken(values: Values): Record<string, string | number> {
    const said: Record<string, string | number> = {};
    for (const [key, value] of Object.entries(values)) {
      if (typeof value === 'number' && MOMENTS.has(key)) said[key] = format.nearDue(value, now);
      else if (key === 'clock') said[key] = t(`clock.${value}`);
      else if (key === 'from' && isSeverity(value)) said[key] = t(`common:severity.${value}`);
      else if (key === 'to' && isSeverity(value)) said[key] = t(`common:severity.${value}`);
      else if (key === 'fromCategory' || key === 'toCategory') said[key] = t(`common:category.${value}`);
      else if ((key === 'before' || key === 'after') && isChannel(value)) said[key] = t(`channel.${value}`);
      else if ((key === 'before' || key === 'after') && value === '') said[key] = t('log.nothing');
      else if (key === 'minutes' && typeof value === 'number') said[key] = format.hours(value * MINUTE);
      else said[key] = value;
    }
    return said;
  }

  function whoWith(entry: CaseEntry): string {
    return entry.withWhom || t('log.complainant');
  }

  function contact(entry: CaseEntry): string {
    const who = whoWith(entry);
    const said = t(`log.contact.${entry.direction ?? 'in'}.${entry.channel ?? 'other'}`, { who });
    return entry.outcome === 'not_reached' || entry.outcome === 'message_left' ? t(`log.outcome.${entry.outcome}`, { said }) : said;
  }

  /** What happened, without the name of who did it and without the words that were said. */
  function entry(line: CaseEntry): string {
    if (line.kind === 'note') return t('log.note');
    if (line.kind === 'contact' && line.text === '') return contact(line);
    if (line.kind === 'told') return t(`log.${line.text || 'told'}`, { said: contact(line) });
    return t(`log.${line.text || 'note'}`, { ...spoken(line.values), who: whoWith(line) });
  }

  function reason({ rule, because }: Reason): string[] {
    const codes = because.filter((each) => each.code !== rule);
    return [
      t(`reason.rule.${rule}`, spoken(because.find((each) => each.code === rule)?.values ?? {})),
      ...codes.map((each) => t(`reason.because.${KEYS[each.code] ?? each.code}`, spoken(each.values))),
    ];
  }

  function kept(margin: number): string {
    return margin >= 0 ? format.early(margin) : format.late(-margin);
  }
  /** Early (positive) or late in ms; telling is measured by the telling itself, what was rectified by the worst of it, which only the core knows. */
  function marginOf(node: CasePage['nodes'][number], at: number): number {
    if (node.dueAt !== null && node.key !== 'tell' && !(node.key === 'rectify' && node.state === 'done')) return node.dueAt - at;
    return (node.marginMinutes ?? 0) * MINUTE;
  }

  /** The strip of twelve nodes; four lines each. */
  function nodes(page: CasePage): StripNode[] {
    const { complaint } = page;
    return page.nodes.map((node): StripNode => {
      const base = { key: node.key, name: t(`node.${node.key}`), state: node.state };
      if (node.state === 'done') {
        const who = node.who || (node.key === 'dispatch' ? t('node.auto') : '');
        const when = node.at === null ? '' : format.near(node.at, now);
        if (node.key === 'receive') return { ...base, who, when, kept: t(`channel.${complaint.channel}`) };
        if (node.key === 'record')
          return { ...base, who, when, kept: complaint.recordedLate ? t('node.recordedLate') : t('node.recorded') };
        if (node.marginMinutes !== null)
          return { ...base, who, when, kept: kept(marginOf(node, node.at ?? now)), tone: node.marginMinutes >= 0 ? 'kept' : 'late' };
        return { ...base, who, when };
      }
      if (node.state === 'running') {
        if (node.paused) return { ...base, who: node.who, when: t('node.paused'), tone: 'running' };
        const late = node.marginMinutes !== null && node.marginMinutes < 0;
        const since = node.at === null ? '' : format.duration(now - node.at);
        return {
          ...base,
          who: node.who,
          when: node.dueAt === null ? t('node.running') : t('node.before', { time: format.nearDue(node.dueAt, now) }),
          kept: late ? kept(marginOf(node, now)) : since,
          tone: late ? 'late' : 'running',
        };
      }
      if (node.state === 'skipped') return { ...base, who: t('node.skipped') };
      const clock = node.key in NODE_CLOCKS ? node.dueAt : null;
      const when = node.paused
        ? t('node.paused')
        : clock !== null
          ? t('node.before', { time: format.nearDue(clock, now) })
          : node.key === 'rectify'
            ? t('node.seeDecision')
            : node.key === 'visit'
              ? t('node.dayAfter')
              : '';
      return { ...base, who: node.who, when, kept: node.key === 'tell' && complaint.replyRequired ? t('node.inWriting') : '' };
    });
  }

  /** The first words as a title: up to the first full stop, else as much as a line holds. */
  function title(words: string): string {
    const first = words.split(/[。！？!?\n]/)[0]?.trim() ?? '';
    return first === '' ? words.slice(0, 60) : first.slice(0, 80);
  }

  return { entry, reason, nodes, title, spoken };
}

const isChannel = (value: unknown): boolean => channel.safeParse(value).success;

const isSeverity = (value: unknown): boolean => value === 'general' || value === 'serious' || value === 'critical';
