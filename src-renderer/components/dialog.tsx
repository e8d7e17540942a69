import { ActionIcon, Button, Modal } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyLayer } from '#renderer/lib/keys.tsx';
import { useReturnFocus } from '#renderer/lib/return-focus.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import classes from './dialog.module.css';
import { Keys } from './key-cap.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly size?: number;
  /** In the head at the right: draft state, time used. */
  readonly state?: ReactNode;
  /** Something was typed: Esc and the cross ask first. */
  readonly dirty?: boolean;
  /** A draft is kept, so leaving loses nothing; the question says so. */
  readonly kept?: boolean;
  /** A tinted strip above the foot: what will happen after saving. */
  readonly after?: ReactNode;
  /** Foot, left: key hints. */
  readonly hints?: ReactNode;
  /** Foot, right, after the cancel button: usually one `SaveButton`. */
  readonly actions?: ReactNode;
  /** Without the standard cancel button. */
  readonly noCancel?: boolean;
}

/**
 * The dialog that forms stand in. Mount it to open it. Focus goes to the field with `data-autofocus`; shortcuts of the
 * page behind are asleep; Esc closes and asks when something was typed.
 */
export function Dialog({ title, onClose, children, size = 760, state, dirty, kept, after, hints, actions, noCancel }: DialogProps) {
  const { t } = useTranslation('common');
  useReturnFocus();
  const [asking, setAsking] = useState(false);
  function close(): void {
    if (dirty) setAsking(true);
    else onClose();
  }
  return (
    <>
      <Modal.Root
        opened
        onClose={close}
        size={size}
        yOffset={52}
        closeOnClickOutside={!dirty}
        closeOnEscape={!asking}
        classNames={{ content: classes.content }}
      >
        <Modal.Overlay color="var(--shade)" backgroundOpacity={1} />
        <Modal.Content>
          <KeyLayer>
            <div className={classes.head}>
              <Modal.Title className={`${classes.title} ellipsis`}>{title}</Modal.Title>
              <div className={classes.state}>{state}</div>
              <ActionIcon aria-label={t('do.close')} onClick={close}>
                <IconX size={17} />
              </ActionIcon>
            </div>
            <div className={classes.room}>{children}</div>
            {after ? <div className={classes.after}>{after}</div> : null}
            {actions || hints || !noCancel ? (
              <div className={classes.foot}>
                <div className={classes.hints}>{hints}</div>
                {noCancel ? null : (
                  <Button variant="default" rightSection={<Keys id="form.close" />} onClick={close}>
                    {t('do.cancel')}
                  </Button>
                )}
                {actions}
              </div>
            ) : null}
          </KeyLayer>
        </Modal.Content>
      </Modal.Root>
      <ConfirmDialog
        opened={asking}
        title={t('leave.title')}
        action={t('do.leave')}
        cancel={t('do.keepWriting')}
        danger={!kept}
        onConfirm={onClose}
        onCancel={() => setAsking(false)}
      >
        {kept ? t('leave.text') : t('leave.textNoDraft')}
      </ConfirmDialog>
    </>
  );
}
