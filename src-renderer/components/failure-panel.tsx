import { Button, CopyButton } from '@mantine/core';
import { IconAlertTriangleFilled, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { describeFailure } from '#renderer/lib/failure.ts';
import classes from './failure-panel.module.css';

interface FailurePanelProps {
  readonly error: unknown;
  /** Nothing was being saved, so nothing is said of saving. */
  readonly reading?: boolean;
  readonly onRetry?: () => void;
  readonly retrying?: boolean;
  /** One line for a place inside a form; else a block in the middle of the page. */
  readonly inline?: boolean;
  /** It stands for the whole page, so it carries the page's heading. */
  readonly page?: boolean;
}

/** A failure in words: what happened, was it saved, what to do, a code for support, and a way to try again. */
export function FailurePanel({ error, reading, onRetry, retrying, inline, page }: FailurePanelProps) {
  const { t } = useTranslation(['common', 'errors']);
  const words = describeFailure(error);
  return (
    <div className={inline ? classes.inline : classes.panel} role="alert">
      <IconAlertTriangleFilled className={classes.icon} size={inline ? 16 : 22} aria-hidden="true" />
      <div className={classes.words}>
        {page ? <h1 className="strong">{words.what}</h1> : <p className="strong">{words.what}</p>}
        {words.saved && !reading ? <p>{words.saved}</p> : null}
        {words.next ? <p className="tx-2">{words.next}</p> : null}
        {words.support ? (
          <p className="s12 tx-3 row gap-8">
            {t('errors:support', { id: words.support })}
            <CopyButton value={words.support}>
              {({ copied, copy }) => (
                <button type="button" className="link" onClick={copy}>
                  {copied ? t('do.copied') : t('errors:copySupport')}
                </button>
              )}
            </CopyButton>
          </p>
        ) : null}
      </div>
      {onRetry ? (
        <Button variant="default" size={inline ? 'xs' : 'sm'} leftSection={<IconRefresh size={15} />} onClick={onRetry} loading={retrying}>
          {t('do.retry')}
        </Button>
      ) : null}
    </div>
  );
}
