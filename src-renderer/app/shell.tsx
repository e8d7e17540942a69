import { ActionIcon, AppShell, Popover, Tooltip, UnstyledButton } from '@mantine/core';
import { IconBell, IconLock, IconPlugConnectedX, IconSwitchHorizontal } from '@tabler/icons-react';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '#renderer/components/avatar.tsx';
import { FootItem } from '#renderer/components/foot-item.tsx';
import { KeyHint } from '#renderer/components/key-cap.tsx';
import { KeyHelp } from '#renderer/components/key-help.tsx';
import { Logo } from '#renderer/components/logo.tsx';
import { SearchBox } from '#renderer/components/search-box.tsx';
import { closeCreate, closeSearch, openSearch, useConnected, useOpenCreate, useSearchOpen } from '#renderer/lib/frame.ts';
import { useCurrentHints, useShortcut } from '#renderer/lib/keys.tsx';
import { useNow } from '#renderer/lib/now.ts';
import { usePerson, useSession } from '#renderer/lib/session.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { type Area, placeOf, useAreas } from './nav.ts';
import { NewMenu } from './new-menu.tsx';
import classes from './shell.module.css';
import { slots } from './slots.tsx';

const { useUnread, useDuty, useAreaCounts, useUndo, Search, Bell: BellPanel, Banner } = slots;

/** The frame that every page stands in: navigation, header, foot, and the dialogs that open from anywhere. */
export function Shell() {
  const { t } = useTranslation('shell');
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: { base: 56, md: 188 }, breakpoint: 0 }}
      footer={{ height: 26 }}
      layout="alt"
      padding={0}
      transitionDuration={0}
    >
      <a className={`${classes.skip} no-print`} href="#room">
        {t('skip')}
      </a>
      <AppShell.Navbar className={classes.nav} aria-label={t('nav')}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Header className={classes.header}>
        <HeaderRow />
      </AppShell.Header>
      <AppShell.Main className={classes.main}>
        <Room />
      </AppShell.Main>
      <AppShell.Footer className={classes.foot}>
        <Foot />
      </AppShell.Footer>
      <Dialogs />
    </AppShell>
  );
}

function Navigation() {
  const { t } = useTranslation('shell');
  const { info } = useSession();
  const areas = useAreas();
  const counts: Partial<Record<string, number>> = useAreaCounts();
  return (
    <>
      <div className={classes.brand}>
        <Logo />
        <span className={classes.brandWord}>{t('brand')}</span>
      </div>
      <div className={`${classes.centre} ellipsis`} title={info.centreName}>
        {info.centreName}
      </div>
      <ul className={classes.areas}>
        {areas.map((area) => (
          <AreaItem key={area.key} area={area} count={counts[area.key]} />
        ))}
      </ul>
      <PersonRow />
    </>
  );
}

function AreaItem({ area, count }: { area: Area; count: number | undefined }) {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const Icon = area.icon;
  useShortcut(area.shortcut, () => void navigate({ to: placeOf(area) }));
  return (
    <li className={area.key === 'settings' ? classes.last : undefined}>
      <Link to={placeOf(area)} className={classes.area} title={t(`area.${area.key}`)}>
        <Icon size={17} stroke={1.6} aria-hidden="true" />
        <span className={classes.areaWord}>{t(`area.${area.key}`)}</span>
        {count ? <span className={classes.count}>{count}</span> : null}
      </Link>
    </li>
  );
}

function PersonRow() {
  const { t } = useTranslation('shell');
  const person = usePerson();
  const { lock } = useSession();
  useShortcut('lock', () => void lock());
  const role = person.roles[0] ? t(`role.${person.roles[0]}`) : '';
  return (
    <div className={classes.person}>
      <Avatar name={person.name} />
      <div className={`${classes.personWords} grow`}>
        <div className={`${classes.personName} ellipsis`} title={person.name}>
          {person.name}
        </div>
        <div className={`${classes.personRole} ellipsis`} title={role}>
          {person.onDuty ? t('roleOnDuty', { role }) : role}
        </div>
      </div>
      <Tooltip label={t('switch')}>
        <ActionIcon size={24} aria-label={t('switch')} onClick={() => void lock({ toSwitch: true })}>
          <IconSwitchHorizontal size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('lock')}>
        <ActionIcon size={24} aria-label={t('lock')} onClick={() => void lock()}>
          <IconLock size={15} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function HeaderRow() {
  const { t } = useTranslation('shell');
  const duty = useDuty();
  return (
    <div className={classes.headerRow}>
      <SearchBox />
      <div className={classes.headerEnd}>
        {duty.length > 0 ? (
          <span className={`${classes.dutyGroup} row gap-6`}>
            <span className="tx-3">{t('duty')}</span>
            <ul className={classes.duty}>
              {duty.map((name) => (
                <li key={name} className="row">
                  <Avatar name={name} size={22} label />
                </li>
              ))}
            </ul>
          </span>
        ) : null}
        <Clock />
        <Bell />
        <NewMenu />
      </div>
    </div>
  );
}

function Clock() {
  const format = useFormat();
  const now = useNow(1000);
  return (
    <time className={classes.clock} title={format.dateTime(now)}>
      {format.headDay(now)} <b>{format.time(now)}</b>
    </time>
  );
}

function Bell() {
  const { t } = useTranslation('shell');
  const [opened, setOpened] = useState(false);
  const unread = useUnread();
  useShortcut('bell', () => setOpened(true));
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={400} trapFocus returnFocus>
      <span className={classes.bell}>
        <Popover.Target>
          <ActionIcon aria-label={unread > 0 ? t('bellUnread', { n: unread }) : t('bell')} onClick={() => setOpened((open) => !open)}>
            <IconBell size={18} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
        {unread > 0 ? (
          <span className={classes.badge} aria-hidden="true">
            {unread > 99 ? '99+' : unread}
          </span>
        ) : null}
      </span>
      <Popover.Dropdown p={0} aria-label={t('bell')}>
        <Suspense fallback={null}>
          <BellPanel onClose={() => setOpened(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

function Room() {
  const { pathname } = useLocation();
  const room = useRef<HTMLDivElement>(null);
  const first = useRef(true);
  // after going to another page the keyboard stands at its beginning, unless the page took the focus itself
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    if (pathname && !room.current?.contains(document.activeElement)) room.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <div className={classes.room}>
      <Banner />
      <div id="room" ref={room} className={classes.outlet} tabIndex={-1}>
        <Outlet />
      </div>
    </div>
  );
}

function Foot() {
  const { t } = useTranslation('shell');
  const hints = useCurrentHints();
  const connected = useConnected();
  return (
    <>
      <div className={classes.footItems}>
        {connected ? null : (
          <FootItem icon={<IconPlugConnectedX size={13} />}>
            <span className={classes.offline} role="status">
              {t('offline')}
            </span>
          </FootItem>
        )}
        {slots.foot.map(({ key, Item }) => (
          <Item key={key} />
        ))}
      </div>
      <div className={classes.footHints}>
        {hints.map((hint) => (
          <KeyHint key={String(hint.id)} id={hint.id} label={hint.label} />
        ))}
        <KeyHelp
          target={(open) => (
            <UnstyledButton className={classes.helpButton} onClick={open}>
              <KeyHint id="help" label={t('shortcuts')} />
            </UnstyledButton>
          )}
        />
      </div>
    </>
  );
}

function Dialogs() {
  const searching = useSearchOpen();
  const creating = useOpenCreate();
  const undo = useUndo();
  useShortcut('search', openSearch);
  useShortcut('undo', undo);
  const Dialog = creating ? slots.creates.find((entry) => entry.id === creating.id)?.Dialog : undefined;
  return (
    <Suspense fallback={null}>
      {searching ? <Search onClose={closeSearch} /> : null}
      {creating && Dialog ? <Dialog params={creating.params} onClose={closeCreate} /> : null}
    </Suspense>
  );
}
