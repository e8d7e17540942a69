import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from '#renderer/lib/draft.ts';
import { useShortcut } from '#renderer/lib/keys.tsx';
import { useFormat } from '#renderer/lib/use-format.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import classes from './form.module.css';
import { Keys } from './key-cap.tsx';

interface SaveButtonProps extends Pick<ButtonProps, 'size' | 'variant' | 'color'> {
  readonly onSave: () => void;
  readonly saving?: boolean;
  /** Why it cannot be saved now; shown on hover, and the button sleeps. */
  readonly blocked?: string;
  /** Verb and object; else 保存. */
  readonly children?: ReactNode;
}

/** Saves, also by Ctrl Enter from anywhere in the form. A press while saving does nothing. */
export function SaveButton({ onSave, saving, blocked, children, size, variant, color }: SaveButtonProps) {
  const { t } = useTranslation('common');
  const run = () => {
    if (!saving && !blocked) onSave();
  };
  useShortcut('form.save', run);
  return (
    <Tooltip label={blocked ?? ''} disabled={!blocked}>
      <Button
        size={size}
        variant={variant}
        color={color}
        loading={saving}
        data-disabled={blocked ? true : undefined}
        aria-disabled={blocked ? true : undefined}
        onClick={run}
        rightSection={<Keys id="form.save" />}
      >
        {children ?? t('do.save')}
      </Button>
    </Tooltip>
  );
}

/** 草稿已存 10:41:52, or that it goes on from last time with a way to start over. */
export function DraftNote({ draft }: { draft: Pick<Draft<unknown>, 'savedAt' | 'failed' | 'restored' | 'discard'> }) {
  const { t } = useTranslation('common');
  const format = useFormat();
  if (draft.failed) return <span className="tx-amb">{t(draft.failed === 'too_long' ? 'draft.tooLong' : 'draft.failed')}</span>;
  if (draft.savedAt === null) return null;
  return (
    <span className="row gap-8">
      <span className="row gap-4">
        <IconDeviceFloppy size={14} aria-hidden="true" />
        {draft.restored ? t('draft.restored') : t('draft.saved', { time: format.timeSeconds(draft.savedAt) })}
      </span>
      {draft.restored ? (
        <button type="button" className="link" onClick={draft.discard}>
          {t('draft.discard')}
        </button>
      ) : null}
    </span>
  );
}

/** Asks before leaving a page on which something was typed (links, back, closing the window when no draft is kept). */
export function LeaveGuard({ when, kept }: { when: boolean; kept?: boolean }) {
  const { t } = useTranslation('common');
  const blocker = useBlocker({ shouldBlockFn: () => when && !kept, enableBeforeUnload: () => when && !kept, withResolver: true });
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      title={t('leave.title')}
      action={t('do.leave')}
      cancel={t('do.keepWriting')}
      danger
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {t('leave.textNoDraft')}
    </ConfirmDialog>
  );
}

/** A field in the two-column form of dialogs: its name at the left, the control and its error at the right. */
export function FieldRow({
  label,
  htmlFor,
  required,
  error,
  hint,
  children,
}: {
  label: string;
  htmlFor?: string;
  required?: boolean;
  error?: ReactNode;
  hint?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation('common');
  return (
    <div className={classes.row}>
      <label className={classes.label} htmlFor={htmlFor}>
        {label}
        {required ? (
          <span className="tx-red" title={t('form.required')}>
            {' *'}
          </span>
        ) : null}
      </label>
      <div className={classes.field}>
        {children}
        {error ? (
          <p className={classes.error} role="alert">
            {error}
          </p>
        ) : null}
        {hint ? <p className={classes.hint}>{hint}</p> : null}
      </div>
    </div>
  );
}
