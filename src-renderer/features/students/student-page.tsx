import { ActionIcon, Button, Menu, Tabs } from '@mantine/core';
import { IconBan, IconDots, IconMessageReport, IconPencil, IconPhoneCheck, IconPhonePlus, IconZzz } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '#renderer/components/avatar.tsx';
import { Keys } from '#renderer/components/key-cap.tsx';
import { PageHead, Section } from '#renderer/components/page-head.tsx';
import { QueryView } from '#renderer/components/query-view.tsx';
import { SkeletonPage } from '#renderer/components/skeletons.tsx';
import { Chip, Due, Status } from '#renderer/components/status.tsx';
import { openCreate } from '#renderer/lib/frame.ts';
import { usePageHints, useShortcut } from '#renderer/lib/keys.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { DoNotContactDialog } from './do-not-contact-dialog.tsx';
import type { StudentPage as Page } from './form-value.ts';
import { History } from './history.tsx';
import { LikelyDuplicates } from './likely-duplicates.tsx';
import { NextSteps } from './next-steps.tsx';
import { Packs } from './packs.tsx';
import { PeopleRow } from './people-row.tsx';
import { tabs } from './place.ts';
import { StageChip } from './stage-chip.tsx';
import { EditStudentDialog } from './student-dialog.tsx';
import { StudentFollowUps } from './student-follow-ups.tsx';
import classes from './students.module.css';
import { Timeline } from './timeline.tsx';

/** 学员: who it is, what is left, what happened, what comes next. */
export function StudentPage() {
  const { id } = useParams({ from: '/students/$id' });
  const query = useQuery(orpc.students.get.queryOptions({ input: { id } }));
  return (
    <QueryView query={query} skeleton={<SkeletonPage />}>
      {(page) => <Student key={page.student.id} page={page} />}
    </QueryView>
  );
}

function Student({ page }: { page: Page }) {
  const { t } = useTranslation(['students', 'common', 'keys']);
  const format = useFormat();
  const place = useSearch({ from: '/students/$id' });
  const navigate = useNavigate();
  const mayWrite = useRight('students.write') !== undefined;
  const mayRecord = useRight('complaints.record') !== undefined;
  const mayCall = useRight('follow-ups.write') !== undefined;
  const nameOnly = useRight('students.read') === 'name';
  const [editing, setEditing] = useState(false);
  const [quieting, setQuieting] = useState(false);
  const { student } = page;
  const tab = place.tab ?? 'overview';
  const shown = nameOnly ? (['overview'] as const) : tabs;
  const goTab = (next: string | null) =>
    void navigate({
      to: '/students/$id',
      params: { id: student.id },
      search: { ...place, tab: tabs.find((each) => each === next && each !== 'overview') },
      replace: true,
    });
  const complain = () => openCreate('new.complaint', { studentId: student.id });
  const follow = () => openCreate('new.follow-up', { studentId: student.id });

  useShortcut('record.edit', () => setEditing(true), { enabled: mayWrite });
  useShortcut('record.tab1', () => goTab(tabs[0]));
  useShortcut('record.tab2', () => goTab(tabs[1]), { enabled: !nameOnly });
  useShortcut('record.tab3', () => goTab(tabs[2]), { enabled: !nameOnly });
  // with a student on the screen, a new complaint or follow-up is about this one
  useShortcut('new.complaint', complain, { enabled: mayRecord });
  useShortcut('new.follow-up', follow, { enabled: mayCall });
  usePageHints([
    ...(mayRecord ? [{ id: 'new.complaint' as const, label: t('keys:do.new.complaint') }] : []),
    ...(mayCall ? [{ id: 'new.follow-up' as const, label: t('keys:do.new.follow-up') }] : []),
    { id: 'record.tab1' as const, label: t('keys:do.record.tab1') },
    ...(mayWrite
      ? [
          { id: 'record.edit' as const, label: t('keys:do.record.edit') },
          { id: 'record.add' as const, label: t('keys:do.record.add') },
        ]
      : []),
  ]);

  return (
    <div className="page">
      <PageHead
        title={student.name}
        before={<Avatar name={student.name} size={44} />}
        note={student.pinyin}
        chips={
          <>
            <StageChip stage={student.stage} />
            {student.silent ? (
              <Chip tone="amber" icon={IconZzz}>
                {t('silent')}
              </Chip>
            ) : null}
            {student.doNotContact ? (
              <Chip tone="red" icon={IconBan}>
                <span title={student.doNotContactOn ? t('quiet.since', { day: format.day(student.doNotContactOn) }) : undefined}>
                  {t('doNotContact')}
                </span>
              </Chip>
            ) : null}
          </>
        }
        facts={<Facts page={page} />}
        actions={
          <>
            {mayWrite ? (
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon size={32} variant="default" aria-label={t('common:do.more')}>
                    <IconDots size={16} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item
                    leftSection={<IconPencil size={15} />}
                    rightSection={<Keys id="record.edit" />}
                    onClick={() => setEditing(true)}
                  >
                    {t('do.edit')}
                  </Menu.Item>
                  <Menu.Item
                    leftSection={student.doNotContactOn === null ? <IconBan size={15} /> : <IconPhoneCheck size={15} />}
                    onClick={() => setQuieting(true)}
                  >
                    {t(student.doNotContactOn === null ? 'quiet.set' : 'quiet.end')}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            ) : null}
            {mayCall ? (
              <Button variant="default" leftSection={<IconPhonePlus size={15} />} onClick={follow}>
                {t('keys:do.new.follow-up')}
              </Button>
            ) : null}
            {mayRecord ? (
              <Button leftSection={<IconMessageReport size={15} />} onClick={complain}>
                {t('keys:do.new.complaint')}
              </Button>
            ) : null}
          </>
        }
      />
      <PeopleRow page={page} />
      {mayWrite ? <LikelyDuplicates page={page} /> : null}
      <Tabs value={tab} onChange={goTab}>
        <Tabs.List px={16}>
          {shown.map((each) => (
            <Tabs.Tab
              key={each}
              value={each}
              rightSection={
                each === 'follow-ups' && page.followUpCount > 0 ? <span className="s12 tx-3">{page.followUpCount}</span> : undefined
              }
            >
              {t(`tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {tab === 'history' ? <History id={student.id} /> : null}
      {tab === 'follow-ups' ? <StudentFollowUps studentId={student.id} /> : null}
      {tab === 'overview' ? (
        <div className="split">
          <div className="main" style={{ paddingTop: 4 }}>
            <Packs packs={page.packs} />
            {student.remark ? (
              <p className="pad pre tx-2 s13" style={{ paddingTop: 10 }}>
                {student.remark}
              </p>
            ) : null}
            {nameOnly ? null : (
              <Timeline
                id={student.id}
                kind={place.kind ?? 'all'}
                onKind={(kind) =>
                  void navigate({
                    to: '/students/$id',
                    params: { id: student.id },
                    search: { ...place, kind: kind === 'all' ? undefined : kind },
                    replace: true,
                  })
                }
              />
            )}
          </div>
          <div className="side" style={{ width: 316 }}>
            <NextSteps steps={page.nextSteps} />
            <OpenComplaints page={page} />
          </div>
        </div>
      ) : null}
      {editing ? <EditStudentDialog page={page} onClose={() => setEditing(false)} /> : null}
      {quieting ? <DoNotContactDialog page={page} onClose={() => setQuieting(false)} /> : null}
    </div>
  );
}

function Facts({ page: { student } }: { page: Page }) {
  const { t } = useTranslation('students');
  const person = [student.gender ? t(`gender.${student.gender}`) : '', student.age === null ? '' : t('age', { count: student.age })].filter(
    (each) => each !== '',
  );
  const school = [student.school, student.grade].filter((each) => each !== '').join(' ');
  return (
    <>
      <span className="tx-3">{student.number}</span>
      {student.externalNumber ? <span className="tx-3">{t('externalNumber', { number: student.externalNumber })}</span> : null}
      {person.length > 0 ? (
        <span className="tx-2" title={student.birthOn ?? undefined}>
          {person.join(t('listComma'))}
        </span>
      ) : null}
      {school ? <span className="tx-2">{school}</span> : null}
      {student.advisor ? <Fact label={t('field.advisor')}>{student.advisor}</Fact> : null}
      {student.source ? <Fact label={t('field.source')}>{student.source}</Fact> : null}
      {student.wechat ? <Fact label={t('field.wechat')}>{student.wechat}</Fact> : null}
      {student.tags.map((tag) => (
        <Chip key={tag} tone="line">
          {tag}
        </Chip>
      ))}
    </>
  );
}

function Fact({ label, children }: { label: string; children: string }) {
  return (
    <span className="row gap-6">
      <span className="tx-3">{label}</span>
      <span className="tx-2">{children}</span>
    </span>
  );
}

function OpenComplaints({ page }: { page: Page }) {
  const { t } = useTranslation('students');
  if (page.complaintCount === 0) return null;
  const before = page.complaintCount - page.openComplaints.length;
  return (
    <Section
      title={t('complaints.title')}
      right={before > 0 ? <span className="tx-3">{t('complaints.before', { count: before })}</span> : undefined}
      className={classes.below}
    >
      {page.openComplaints.length === 0 ? <p className="tx-3 s13">{t('complaints.none')}</p> : null}
      {page.openComplaints.map((each) => (
        <div key={each.id} className={classes.step}>
          <IconMessageReport size={16} stroke={1.6} aria-hidden="true" />
          <div className="col grow">
            <Link to="/complaints/$id" params={{ id: each.id }} className="link ellipsis" title={each.words}>
              {each.words}
            </Link>
            <span className="s12 tx-3 row gap-8">
              <span>{each.number}</span>
              <span>{t(`complaints.state.${each.state}`)}</span>
            </span>
          </div>
          <span className="s13 nowrap">
            {each.nextDueAt === null ? (
              <Status kind="running">{t(`complaints.state.${each.state}`)}</Status>
            ) : (
              <Due dueAt={each.nextDueAt} />
            )}
          </span>
        </div>
      ))}
    </Section>
  );
}
