import { ActionIcon, Button, Menu, Popover } from '@mantine/core';
import { IconArrowMerge, IconChevronDown, IconChevronUp, IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '#renderer/components/avatar.tsx';
import { Keys } from '#renderer/components/key-cap.tsx';
import { PageHead } from '#renderer/components/page-head.tsx';
import { CategoryLabel, Chip, SeverityChip } from '#renderer/components/status.tsx';
import { client } from '#renderer/lib/client.ts';
import { useShortcut } from '#renderer/lib/keys.tsx';
import { usePerson } from '#renderer/lib/session.tsx';
import type { ShortcutId } from '#shared/rules/key-table.ts';
import { type PlainDialog, useCase } from './case-context.tsx';
import classes from './complaints.module.css';
import type { ListPlace } from './place.ts';
import { PresenceMarks } from './presence-marks.tsx';
import { useNewerPolicy } from './reapply-dialog.tsx';
import { StateLabel } from './state-label.tsx';
import type { Neighbours } from './use-neighbours.ts';
import type { PresentOne } from './use-presence.ts';
import { useWords } from './use-words.ts';

interface CaseHeadProps {
  readonly place: ListPlace;
  readonly neighbours: Neighbours | null;
  readonly others: readonly PresentOne[];
  readonly onProgress: () => void;
  readonly onPrint: () => void;
}

/** Title, what it is and whose, and what can be done now. */
export function CaseHead({ others, place, neighbours, onProgress, onPrint }: CaseHeadProps) {
  const { t } = useTranslation('complaints');
  const { t: tb } = useTranslation('bonds');
  const { page } = useCase();
  const words = useWords();
  const { complaint } = page;
  return (
    <PageHead
      title={words.title(complaint.words)}
      facts={
        <>
          <span className="tx-3">{complaint.number}</span>
          {complaint.mergedInto ? <Chip icon={IconArrowMerge}>{tb('state')}</Chip> : <StateLabel state={complaint.state} />}
          <SeverityChip severity={complaint.severity} />
          <CategoryLabel category={complaint.category} sub={complaint.subcategory} />
          {complaint.cycle > 1 ? <Chip>{t('cycle', { n: complaint.cycle })}</Chip> : null}
          <OwnerWhy />
          <span className={classes.facts}>
            <span className="tx-3">{t('field.firstContact')}</span>
            {complaint.firstContact.name}
          </span>
          <PresenceMarks others={others} />
        </>
      }
      actions={
        <>
          {neighbours ? <Neighbour neighbours={neighbours} place={place} /> : null}
          <Acts onProgress={onProgress} onPrint={onPrint} />
        </>
      }
    />
  );
}

function Neighbour({ neighbours, place }: { neighbours: Neighbours; place: ListPlace }) {
  const { t } = useTranslation('complaints');
  const { position, total, previous, next, go } = neighbours;
  return (
    <span className="row gap-4 tx-3 s12 nowrap">
      <Link to="/complaints" search={place} className={`link ${classes.small}`} title={t('backToList')}>
        {position === null ? t('backToList') : t('position', { n: position, total })}
      </Link>
      <ActionIcon size={26} aria-label={t('preceding')} disabled={!previous} onClick={() => previous && go(previous)}>
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon size={26} aria-label={t('following')} disabled={!next} onClick={() => next && go(next)}>
        <IconChevronDown size={16} />
      </ActionIcon>
    </span>
  );
}

/** The owner; behind the name stands why it is this person. */
function OwnerWhy() {
  const { t } = useTranslation('complaints');
  const me = usePerson();
  const { page } = useCase();
  const words = useWords();
  const [opened, setOpened] = useState(false);
  const { owner } = page.complaint;
  const title = owner?.id === me.id ? t('whyMe') : owner ? t('whyThem', { name: owner.name }) : t('whyNobody');
  return (
    <span className={classes.facts}>
      <span className="tx-3">{t('field.owner')}</span>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" width={320} withRoles={false} returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={classes.ownerButton}
            aria-expanded={opened}
            aria-haspopup="dialog"
            title={title}
            onClick={() => setOpened((now) => !now)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setOpened(false);
            }}
          >
            {owner ? <Avatar name={owner.name} size={20} /> : null}
            {owner?.name ?? t('noOwner')}
            <span className="tx-ac s12">{owner?.id === me.id ? t('whyMe') : t('whyShort')}</span>
          </button>
        </Popover.Target>
        <Popover.Dropdown role="dialog" aria-label={title}>
          <p className="strong s13">{title}</p>
          <ul className="s13" style={{ margin: '4px 0 0', paddingInlineStart: 18 }}>
            {words.reason(page.assignment).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
    </span>
  );
}

function Key({ id, run }: { id: ShortcutId; run: () => void }): ReactNode {
  useShortcut(id, run);
  return null;
}

/** What this person may do in this state: the next step of the process first, the rest in the menu. */
function Acts({ onProgress, onPrint }: { onProgress: () => void; onPrint: () => void }) {
  const { t } = useTranslation('complaints');
  const { t: tb } = useTranslation('bonds');
  const me = usePerson();
  const { page, open, act, busy } = useCase();
  const { complaint, may } = page;
  const { state } = complaint;
  const newerPolicy = useNewerPolicy();
  const mine = complaint.owner?.id === me.id;
  const running = state === 'assigned' || state === 'handling' || state === 'waiting';
  const show = (kind: PlainDialog) => () => open({ kind });
  const toAccept = mine && !complaint.accepted && (state === 'assigned' || state === 'waiting');
  const next = toAccept
    ? null
    : !may.handle
      ? null
      : state === 'handling' && complaint.decision === ''
        ? 'decide'
        : state === 'handling' || (state === 'waiting' && complaint.decision !== '')
          ? 'tell'
          : state === 'resolved'
            ? 'close'
            : null;
  const ended = state === 'closed' || state === 'withdrawn';
  const menu = [
    may.handle && !ended ? ('amend' as const) : null,
    may.assign && state !== 'resolved' && state !== 'closed' && state !== 'withdrawn' ? ('assign' as const) : null,
    may.handle && running && next !== 'decide' ? ('decide' as const) : null,
    may.handle && running && next !== 'tell' ? ('tell' as const) : null,
    page.unreached.may ? ('unreached' as const) : null,
    may.handle && state !== 'withdrawn' ? ('cause' as const) : null,
    may.handle && state !== 'closed' && state !== 'withdrawn' ? ('severity' as const) : null,
    newerPolicy !== null && state !== 'closed' && state !== 'withdrawn' ? ('policy' as const) : null,
    may.handle && state === 'resolved' ? ('reopen' as const) : null,
    may.handle && (running || state === 'new') ? ('withdraw' as const) : null,
  ].filter((kind) => kind !== null);
  const ties = [
    ended ? null : ('person' as const),
    may.handle && state !== 'withdrawn' ? ('task' as const) : null,
    may.handle && complaint.mergedInto === null ? ('link' as const) : null,
    may.handle && !ended ? ('merge' as const) : null,
    may.handle && state !== 'withdrawn' ? ('split' as const) : null,
  ].filter((kind) => kind !== null);
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon size={32} variant="default" aria-label={t('more')}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {menu.map((kind) => (
            <Menu.Item
              key={kind}
              color={kind === 'withdraw' ? 'red' : undefined}
              rightSection={kind === 'assign' || kind === 'amend' ? <Keys id={`complaints.${kind}`} /> : undefined}
              onClick={show(kind)}
            >
              {t(`menu.${kind}`)}
            </Menu.Item>
          ))}
          {ties.length > 0 ? <Menu.Divider /> : null}
          {ties.map((kind) => (
            <Menu.Item key={kind} onClick={show(kind)}>
              {tb(`menu.${kind}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item rightSection={<Keys id="print" />} onClick={onPrint}>
            {t('menu.print')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {menu.includes('assign') ? <Key id="complaints.assign" run={show('assign')} /> : null}
      {menu.includes('amend') ? <Key id="complaints.amend" run={show('amend')} /> : null}
      {may.handle && state === 'handling' ? (
        <Button variant="default" rightSection={<Keys id="complaints.wait" />} onClick={show('wait')}>
          {t('do.wait')}
          <Key id="complaints.wait" run={show('wait')} />
        </Button>
      ) : null}
      {may.handle && running ? (
        <Button variant="default" rightSection={<Keys id="complaints.hand" />} onClick={show('hand')}>
          {t('do.hand')}
          <Key id="complaints.hand" run={show('hand')} />
        </Button>
      ) : null}
      {may.handle && running ? (
        <Button variant="default" rightSection={<Keys id="complaints.tell" />} onClick={onProgress}>
          {t('do.progress')}
          <Key id="complaints.tell" run={onProgress} />
        </Button>
      ) : null}
      {toAccept ? (
        <Button variant="light" loading={busy} onClick={() => act((one) => client.complaints.accept(one), t('done.acceptOne'))}>
          {t('do.accept')}
        </Button>
      ) : null}
      {next ? (
        <Button variant="light" onClick={show(next)}>
          {t(`next.${next}`)}
        </Button>
      ) : null}
    </>
  );
}
