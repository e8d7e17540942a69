import { createSpotlightStore, Spotlight } from '@mantine/spotlight';
import { IconMessageReport, IconPlus, IconSearch, IconUser, IconUsersGroup } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useDeferredValue, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCap } from '#renderer/components/key-cap.tsx';
import { SeverityChip, Status } from '#renderer/components/status.tsx';
import { useBestHit } from '#renderer/components/use-best-hit.ts';
import { openCreate } from '#renderer/lib/frame.ts';
import { isComposing, KeyLayer } from '#renderer/lib/keys.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { useReturnFocus } from '#renderer/lib/return-focus.ts';
import { useRight } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { Severity } from '#shared/contract/fields.ts';
import type { Hit } from '#shared/contract/search.ts';
import { Marked } from './marked.tsx';
import classes from './search.module.css';

const ICONS = { student: IconUser, guardian: IconUsersGroup, complaint: IconMessageReport } as const;
type Kind = Hit['kind'];
type How = 'open' | 'record';
const KINDS: readonly Kind[] = ['student', 'guardian', 'complaint'];

/** The very next key belongs to the box, before the dialog's own trap looks for something to focus. */
const focusNow = (input: HTMLInputElement | null): void => input?.focus({ preventScroll: true });

/** Mounted means open; a store that thinks itself closed would not hear Esc. */
function openStore(): ReturnType<typeof createSpotlightStore> {
  const store = createSpotlightStore();
  store.updateState((state) => ({ ...state, opened: true }));
  return store;
}

/** Puts the choice on the first line; `only` is part of what makes another list. */
function chooseFirst(store: ReturnType<typeof createSpotlightStore>, _only: Kind | null): void {
  const actions = document.querySelectorAll('[data-action]');
  actions.forEach((action, index) => {
    if (index === 0) action.setAttribute('data-selected', 'true');
    else action.removeAttribute('data-selected');
  });
  store.updateState((state) => ({ ...state, selected: actions.length > 0 ? 0 : -1 }));
}

/** One box for anyone and anything (Ctrl K): best first, grouped, keyboard only. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('search');
  const navigate = useNavigate();
  useReturnFocus();
  const [store] = useState(openStore);
  const [text, setText] = useState('');
  const [only, setOnly] = useState<Kind | null>(null);
  const asked = useDeferredValue(text.trim());
  const mayRecord = useRight('complaints.record');
  const query = useQuery(
    orpc.search.find.queryOptions({
      input: { text: asked, limit: 8, only },
      enabled: asked !== '',
      placeholderData: keepPreviousData,
      gcTime: 10_000,
      staleTime: 0,
    }),
  );
  const groups = asked === '' ? [] : (query.data?.groups ?? []);
  const best = useBestHit<How>({ typed: text, asked, query }, (how) => {
    const hit = groups[0]?.hits[0];
    if (hit) go(hit, how);
  });
  const { settled } = best;
  // the best hit is chosen as soon as it is there; the component itself chooses before the answer has come
  useLayoutEffect(() => {
    if (asked !== '' && settled) chooseFirst(store, only);
  }, [store, asked, only, settled]);
  const count = groups.reduce((sum, group) => sum + group.hits.length, 0);

  /** A complaint is recorded of people only, and by who may; everything else is opened. */
  function go(hit: Hit, how: How): void {
    onClose();
    if (how === 'record' && hit.kind !== 'complaint' && mayRecord) openCreate('new.complaint', { studentId: hit.openId });
    else if (hit.kind === 'complaint') void navigate({ to: '/complaints/$id', params: { id: hit.openId } });
    else void navigate({ to: '/students/$id', params: { id: hit.openId } });
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Enter' && !settled && text.trim() !== '') {
      event.preventDefault();
      event.stopPropagation();
      best.want(event.ctrlKey || event.metaKey ? 'record' : 'open');
    } else if (event.key === 'Tab') {
      event.preventDefault();
      const at = only === null ? 0 : KINDS.indexOf(only) + 1;
      setOnly(KINDS[at] ?? null);
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const chosen = document.querySelector<HTMLElement>('[data-hit][data-selected]')?.dataset.hit;
      const hit = groups.flatMap((group) => group.hits).find((each) => `${each.kind}:${each.id}` === chosen) ?? groups[0]?.hits[0];
      if (!hit) return;
      event.preventDefault();
      event.stopPropagation();
      go(hit, 'record');
    }
  }

  return (
    <Spotlight.Root
      store={store}
      query={text}
      onQueryChange={(typed) => {
        best.forget();
        setText(typed);
      }}
      onSpotlightClose={onClose}
      shortcut={null}
      size={720}
      yOffset={64}
      maxHeight={520}
      scrollable
      classNames={{ content: classes.content }}
      transitionProps={{ duration: 0 }}
      overlayProps={{ color: 'var(--shade)', backgroundOpacity: 1 }}
    >
      <KeyLayer>
        <Spotlight.Search
          ref={focusNow}
          placeholder={t('placeholder')}
          aria-label={t('label')}
          leftSection={<IconSearch size={17} />}
          rightSectionWidth={90}
          rightSection={asked === '' ? null : <span className={classes.count}>{t('count', { count })}</span>}
          onKeyDownCapture={onKeyDown}
        />
        <Spotlight.ActionsList>
          {groups.map((group) => (
            <Group key={group.kind} kind={group.kind} hits={group.hits} more={group.more} onOpen={(hit) => go(hit, 'open')} />
          ))}
          {asked !== '' && count === 0 && !query.isFetching ? (
            <div className={classes.empty}>{query.isError ? t('failed') : t('nothing', { text: asked })}</div>
          ) : null}
          {asked === '' ? <div className={classes.empty}>{t('hint')}</div> : null}
          {asked !== '' ? <CreateAction onClose={onClose} /> : null}
        </Spotlight.ActionsList>
        <Spotlight.Footer className={classes.foot}>
          <span className="row gap-4">
            <KeyCap>↑</KeyCap>
            <KeyCap>↓</KeyCap>
            {t('keys.choose')}
          </span>
          <span className="row gap-4">
            <KeyCap>↵</KeyCap>
            {t('keys.open')}
          </span>
          {mayRecord ? (
            <span className="row gap-4">
              <KeyCap>Ctrl</KeyCap>
              <KeyCap>↵</KeyCap>
              {t('keys.complain')}
            </span>
          ) : null}
          <span className="row gap-4">
            <KeyCap>Tab</KeyCap>
            {only === null ? t('keys.only') : t(`kind.${only}`)}
          </span>
        </Spotlight.Footer>
      </KeyLayer>
    </Spotlight.Root>
  );
}

function Group({ kind, hits, more, onOpen }: { kind: Kind; hits: readonly Hit[]; more: boolean; onOpen: (hit: Hit) => void }) {
  const { t } = useTranslation('search');
  const Icon = ICONS[kind];
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }} aria-label={t(`kind.${kind}`)}>
      <div className={classes.group} aria-hidden="true">
        <span>{t(`kind.${kind}`)}</span>
        <span>{more ? t('moreThan', { n: hits.length }) : hits.length}</span>
      </div>
      {hits.map((hit) => (
        <Spotlight.Action
          key={`${hit.id}:${hit.openId}`}
          className={classes.action}
          data-hit={`${hit.kind}:${hit.id}`}
          onClick={() => onOpen(hit)}
        >
          <Icon size={16} stroke={1.6} className={classes.icon} aria-hidden="true" />
          {hit.kind === 'complaint' ? <ComplaintLine hit={hit} /> : <PersonLine hit={hit} />}
        </Spotlight.Action>
      ))}
    </fieldset>
  );
}

function PersonLine({ hit }: { hit: Hit }) {
  const { t } = useTranslation('search');
  const format = useFormat();
  const { remainingHalves, openComplaints, relation } = hit.side;
  return (
    <>
      <span className="medium nowrap">
        <Marked text={hit.title} hit={hit} field="title" />
      </span>
      <span className="tx-2 nowrap">
        <Marked text={hit.pinyin} hit={hit} field="pinyin" />
      </span>
      <span className="tx-3 s13 ellipsis grow">
        {hit.kind === 'student' ? (
          <Marked text={hit.number} hit={hit} field="number" />
        ) : (
          t('guardianOf', { name: hit.subtitle, relation: relation === '' ? t('relation.other') : t(`relation.${relation}`) })
        )}
        <span style={{ marginInlineStart: 8 }}>
          {hit.kind === 'student' ? hit.subtitle.split(',').join(t('listComma')) : hit.phoneMasked}
        </span>
      </span>
      <span className="row gap-12 s13 nowrap">
        {hit.kind === 'student' ? (
          <span className={remainingHalves ? 'tx-2' : 'tx-3'}>
            {remainingHalves ? t('left', { n: format.lessons(remainingHalves) }) : t('noLessons')}
          </span>
        ) : null}
        {openComplaints > 0 ? <Status kind="escalated">{t('openComplaints', { count: openComplaints })}</Status> : null}
      </span>
    </>
  );
}

function ComplaintLine({ hit }: { hit: Hit }) {
  const { t } = useTranslation('search');
  return (
    <>
      <span className="nowrap">
        <Marked text={hit.number} hit={hit} field="number" />
      </span>
      <span className="medium nowrap">
        <Marked text={hit.title} hit={hit} field="title" />
      </span>
      <span className="tx-3 s13 ellipsis grow">
        <Marked text={hit.subtitle} hit={hit} field="subtitle" />
      </span>
      <span className="row gap-8 s13 nowrap">
        {hit.side.severity ? <SeverityChip severity={hit.side.severity as Severity} /> : null}
        {hit.side.state ? <span className="tx-2">{t(`state.${hit.side.state}`)}</span> : null}
      </span>
    </>
  );
}

function CreateAction({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('search');
  const mayWrite = useRight('students.write');
  if (!mayWrite) return null;
  return (
    <>
      <div className={classes.group} aria-hidden="true">
        <span>{t('notFound')}</span>
      </div>
      <Spotlight.Action
        className={classes.action}
        onClick={() => {
          onClose();
          openCreate('new.student');
        }}
      >
        <IconPlus size={16} stroke={1.6} className={classes.icon} aria-hidden="true" />
        <span className="grow">{t('newStudent')}</span>
        <span className="row gap-4">
          <KeyCap>N</KeyCap>
          <KeyCap>S</KeyCap>
        </span>
      </Spotlight.Action>
    </>
  );
}
