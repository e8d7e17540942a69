import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangleFilled, IconCircleCheckFilled } from '@tabler/icons-react';
import i18next from 'i18next';
import { useState } from 'react';
import { describeFailure, isAbort } from './failure.ts';

type Lead = { readonly label: string; readonly run: () => void };

function Done({
  message,
  undo,
  lead,
  id,
}: {
  message: string;
  undo: (() => Promise<unknown>) | undefined;
  lead: Lead | undefined;
  id: string;
}) {
  const [busy, setBusy] = useState(false);
  async function run(): Promise<void> {
    setBusy(true);
    try {
      await undo?.();
      notifications.hide(id);
    } catch (error) {
      notifications.hide(id);
      notifyFailure(error);
    }
  }
  return (
    <span className="row gap-12">
      <span className="grow">{message}</span>
      {lead ? (
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            lead.run();
          }}
        >
          {lead.label}
        </Button>
      ) : null}
      {undo ? (
        <Button size="xs" variant="default" loading={busy} onClick={() => void run()}>
          {i18next.t('common:do.undo')}
        </Button>
      ) : null}
    </span>
  );
}

/** Says that something was done; with `undo` the button stands in it (the core refuses after ten minutes), `lead` leads on, e.g. 打开. */
export function notifyDone({ message, undo, lead }: { message: string; undo?: (() => Promise<unknown>) | undefined; lead?: Lead }): void {
  const id = `done-${message}-${notificationCount++}`;
  // one at a time: what was done before is still behind Ctrl Z, and a pile would cover what one works on
  if (lastDone !== '') notifications.hide(lastDone);
  lastDone = id;
  notifications.show({
    id,
    message: <Done id={id} message={message} undo={undo} lead={lead} />,
    icon: <IconCircleCheckFilled size={18} />,
    color: 'green',
    autoClose: undo || lead ? 15_000 : 5_000,
    closeButtonProps: { 'aria-label': i18next.t('common:do.close') },
    withBorder: true,
  });
}

let notificationCount = 0;
let lastDone = '';

/** Says that something went another way than it was meant to; stays until it is closed. */
export function notifyTrouble({ title, message }: { title: string; message: readonly string[] }): void {
  // the same again takes the place of the one before
  const id = `trouble-${title}`;
  notifications.hide(id);
  notifications.show({
    id,
    title,
    message: (
      <span className="col gap-4">
        {message.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </span>
    ),
    icon: <IconAlertTriangleFilled size={18} />,
    color: 'yellow',
    autoClose: false,
    role: 'alert',
    closeButtonProps: { 'aria-label': i18next.t('common:do.close') },
    withBorder: true,
  });
}

/** Says in words what went wrong, with the code for support; stays until it is closed. */
export function notifyFailure(error: unknown, options: { reading?: boolean; retry?: () => void } = {}): void {
  if (isAbort(error)) return;
  const words = describeFailure(error);
  const id = `failure-${words.code}`;
  notifications.hide(id);
  notifications.show({
    id,
    title: words.what,
    message: (
      <span className="col gap-4">
        <span>
          {options.reading ? '' : words.saved} {words.next}
        </span>
        {words.support ? <span className="s12 tx-3">{i18next.t('errors:support', { id: words.support })}</span> : null}
        {options.retry ? (
          <span>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                notifications.hide(id);
                options.retry?.();
              }}
            >
              {i18next.t('common:do.retry')}
            </Button>
          </span>
        ) : null}
      </span>
    ),
    icon: <IconAlertTriangleFilled size={18} />,
    color: 'red',
    autoClose: false,
    role: 'alert',
    closeButtonProps: { 'aria-label': i18next.t('common:do.close') },
    withBorder: true,
  });
}
