import { useTranslation } from 'react-i18next';
import { PrintSheet, PrintSignatures, PrintTable } from '#renderer/components/print-sheet.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import { useCase } from './case-context.tsx';
import classes from './complaints.module.css';
import { relationWord } from './relation-word.ts';
import { useWords } from './use-words.ts';

/** 投诉登记表: the record of one complaint on paper. */
export function CasePrint() {
  const { t } = useTranslation(['complaints', 'common']);
  const format = useFormat();
  const now = useNow(60_000);
  const words = useWords();
  const { page } = useCase();
  const { complaint, students, courses, entries, nodes } = page;
  const facts: [string, string][] = [
    [t('field.receivedAt'), format.printDateTime(complaint.receivedAt)],
    [t('field.channel'), t(`channel.${complaint.channel}`)],
    [t('field.students'), students.map((student) => `${student.name} ${student.number}`).join(t('list.and'))],
    ...(courses.length > 0 ? [[t('field.enrolments'), courses.join(t('list.and'))] satisfies [string, string]] : []),
    [
      t('record.complainant'),
      `${relationWord(complaint.complainant.kind, complaint.complainant.relation, t)} ${complaint.complainant.name} ${complaint.complainant.phoneMasked}`.trim(),
    ],
    ...page.complainants.map(({ kind, relation, name, phoneMasked }): [string, string] => [
      t('record.complainant'),
      `${relationWord(kind, relation, t)} ${name} ${phoneMasked}`.trim(),
    ]),
    [t('field.category'), `${t(`common:category.${complaint.category}`)} ${complaint.subcategory}`.trim()],
    [t('field.severity'), t(`common:severity.${complaint.severity}`)],
    [t('field.owner'), complaint.owner?.name ?? t('noOwner')],
    [t('field.firstContact'), complaint.firstContact.name],
    [t('field.state'), t(`state.${complaint.state}`)],
  ];
  const strip = words.nodes(page);
  return (
    <div className={classes.paper}>
      <PrintSheet
        title={t('print.recordTitle')}
        number={complaint.number}
        mark={t('common:page.printedAt', { time: format.printDateTime(now) })}
      >
        <PrintTable head={[t('print.item'), t('print.content')]} rows={facts} widths={[120, undefined]} />
        <h2>{t('field.words')}</h2>
        <p>{complaint.words}</p>
        {complaint.wish ? (
          <p>
            {t('field.wish')}: {complaint.wish}
          </p>
        ) : null}
        <h2>{t('print.nodes')}</h2>
        <PrintTable
          head={[t('print.node'), t('print.who'), t('print.when'), t('print.kept')]}
          rows={strip.map((node, index) => {
            const { at, state } = nodes[index]!;
            return [
              node.name,
              node.who ?? '',
              state === 'done' && at !== null ? format.dateTime(at) : '',
              state === 'done' ? (node.kept ?? '') : '',
            ];
          })}
        />
        {complaint.decision ? (
          <>
            <h2>{t('task.decide')}</h2>
            <p>{complaint.decision}</p>
          </>
        ) : null}
        {complaint.rootCause ? (
          <>
            <h2>{t('task.cause')}</h2>
            <p>{complaint.rootCause}</p>
            {complaint.prevention ? <p>{t('log.prevention', { words: complaint.prevention })}</p> : null}
          </>
        ) : null}
        <h2>{t('log.title')}</h2>
        <PrintTable
          head={[t('print.when'), t('print.who'), t('print.content')]}
          widths={[150, 70, undefined]}
          rows={entries
            .filter((entry) => !entry.voided)
            .map((entry) => [
              format.dateTime(entry.at),
              entry.by || t('log.program'),
              entry.words ? `${words.entry(entry)}${t('list.colon')}${entry.words}` : words.entry(entry),
            ])}
        />
        <PrintSignatures
          lines={[{ label: t('print.signOwner') }, { label: t('print.signSupervisor') }, { label: t('print.signParent') }]}
        />
      </PrintSheet>
    </div>
  );
}
