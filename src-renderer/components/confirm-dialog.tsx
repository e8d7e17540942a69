import { Button, Modal } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyLayer, useShortcut } from '#renderer/lib/keys.tsx';
import { useReturnFocus } from '#renderer/lib/return-focus.ts';
import classes from './dialog.module.css';
import { Keys } from './key-cap.tsx';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly children?: ReactNode;
  /** Verb and object of what will be done, e.g. 撤回投诉. */
  readonly action: string;
  readonly cancel?: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** A question with two answers in words; Esc is the second one. */
export function ConfirmDialog({ opened, ...props }: ConfirmDialogProps) {
  // mounted only while open: a closed one would hear the very Esc that opens it
  return opened ? <Question {...props} /> : null;
}

function Question({ title, children, action, cancel, danger, busy, onConfirm, onCancel }: Omit<ConfirmDialogProps, 'opened'>) {
  useReturnFocus();
  const { t } = useTranslation('common');
  const text = useId();
  return (
    <Modal.Root opened onClose={onCancel} size={420} zIndex={300} centered>
      <Modal.Overlay color="var(--shade)" backgroundOpacity={1} />
      <Modal.Content className={classes.question}>
        <KeyLayer>
          <Confirming run={onConfirm} />
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <div id={text} className="tx-2">
            {children}
          </div>
          <div className={classes.answers}>
            <Button variant="default" rightSection={<Keys id="form.close" />} onClick={onCancel} data-autofocus={danger || undefined}>
              {cancel ?? t('do.cancel')}
            </Button>
            <Button
              color={danger ? 'red' : undefined}
              loading={busy}
              onClick={onConfirm}
              aria-describedby={text}
              data-autofocus={danger ? undefined : true}
            >
              {action}
            </Button>
          </div>
        </KeyLayer>
      </Modal.Content>
    </Modal.Root>
  );
}

function Confirming({ run }: { run: () => void }) {
  useShortcut('form.save', run);
  return null;
}
