import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/components/empty-state.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { ScrollRoom } from '#renderer/components/scroll-room.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import classes from './students.module.css';

/** Fields whose values are keys of words. */
const WORDED: Readonly<Record<string, string>> = { gender: 'gender', relation: 'relation', marker: 'stage', kind: 'pack.kinds' };
const FLAGS = new Set(['is_primary', 'is_payer', 'may_pick_up', 'removed']);
/** Links between rows say nothing to a person. */
const UNSAID = new Set(['student_id', 'guardian_id', 'course_id', 'import_id', 'name_key', 'sound', 'advisor_id', 'aliases']);

/** Who changed what from what to what, newest first. */
export function History({ id }: { id: string }) {
  const { t } = useTranslation('students');
  const format = useFormat();
  const query = useQuery(orpc.audit.record.queryOptions({ input: { kind: 'student', id } }));
  const names = useQuery(orpc.staff.names.queryOptions({ input: { all: true } }));
  const say = (field: string, value: string | null): string => {
    if (value === null || value === '[]') return t('history.empty');
    if (field === 'advisor_id') return names.data?.find((each) => each.id === value)?.name ?? '';
    const group = WORDED[field];
    if (group) return t(`${group}.${value}`, { defaultValue: value });
    if (FLAGS.has(field)) return t(value === '0' ? 'history.no' : 'history.yes');
    if (field === 'tags') {
      const tags: unknown = JSON.parse(value);
      return Array.isArray(tags) ? tags.join(t('listComma')) : value;
    }
    if (field.endsWith('_fen')) return format.money(Number(value));
    if (field.endsWith('_halves')) return format.lessons(Number(value));
    return value;
  };
  return (
    <QueryView query={query}>
      {(entries) =>
        entries.length === 0 ? (
          <EmptyState small icon={IconHistory} title={t('history.none')} />
        ) : (
          <ScrollRoom label={t('tab.history')} className="pad">
            {entries.map((entry) => {
              const changes = entry.changes.filter(
                (change) =>
                  (change.field === 'advisor_id' || !UNSAID.has(change.field)) &&
                  !(
                    change.of !== null &&
                    (change.before === null || change.after === null) &&
                    // whose line it is says the name already, and what somebody never was needs no line
                    (change.field === 'name' || (FLAGS.has(change.field) && (change.before ?? change.after) === '0'))
                  ),
              );
              const label = (field: string, of: string | null) => {
                const what = t(`history.field.${field}`, { defaultValue: field });
                return of === null ? what : t('history.of', { who: of, what });
              };
              return (
                <div key={entry.commandId} className={classes.change}>
                  <time className="tx-3" title={format.dateTime(entry.at)}>
                    {format.dateTime(entry.at)}
                  </time>
                  <span className="medium ellipsis">
                    {entry.by === 'system' || entry.by === 'cli' ? t(`history.by.${entry.by}`) : entry.by}
                  </span>
                  <div>
                    <div className="medium">
                      {t(`history.command.${entry.command}`, { defaultValue: t('history.changed') })}
                      {entry.reason ? <span className="tx-2">{t('history.reason', { words: entry.reason })}</span> : null}
                    </div>
                    <dl className={classes.fields}>
                      {changes.map((change, index) => (
                        <div key={`${change.field}-${String(index)}`} style={{ display: 'contents' }}>
                          <dt className="tx-3">{label(change.field, change.of)}</dt>
                          <dd>
                            {change.before === null
                              ? say(change.field, change.after)
                              : t('history.fromTo', { from: say(change.field, change.before), to: say(change.field, change.after) })}
                          </dd>
                        </div>
                      ))}
                    </dl>
                  </div>
                </div>
              );
            })}
          </ScrollRoom>
        )
      }
    </QueryView>
  );
}
