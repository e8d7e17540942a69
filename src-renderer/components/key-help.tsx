import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inDesktop } from '#renderer/lib/client.ts';
import { isMac, useAliveShortcuts, useShortcut } from '#renderer/lib/keys.tsx';
import { foldedShortcuts, type KeyScope, keysOf, shortcuts } from '#shared/rules/key-table.ts';
import { Dialog } from './dialog.tsx';
import { Keys } from './key-cap.tsx';
import classes from './key-help.module.css';

const SCOPES: readonly KeyScope[] = ['global', 'go', 'create', 'list', 'record', 'complaints', 'today', 'reports', 'form', 'program'];
/** Keys of the window are those of the browser, unless the window is ours. */
const shownScopes = SCOPES.filter((scope) => scope !== 'program' || inDesktop);
/** They work wherever one writes, or in every window; no component answers to them. */
const NEVER_PALE: ReadonlySet<KeyScope> = new Set(['form', 'program']);

/** The cheat sheet (`?`), printed from the one table. `target` renders what opens it. */
export function KeyHelp({ target }: { target?: (open: () => void) => ReactNode }) {
  const { t } = useTranslation('keys');
  const [opened, setOpened] = useState(false);
  const [aliveThen, setAliveThen] = useState<ReadonlySet<string>>(new Set());
  const alive = useAliveShortcuts();
  // what counts is what worked behind the sheet, so it is noted when the sheet opens
  function open(): void {
    setAliveThen(alive);
    setOpened(true);
  }
  useShortcut('help', open);
  return (
    <>
      {target?.(open)}
      {opened ? (
        <Dialog title={t('title')} size={880} noCancel onClose={() => setOpened(false)}>
          <div className={classes.scopes}>
            {shownScopes.map((scope) => (
              <section key={scope} className={classes.scope}>
                <h3 className="s12 strong tx-3">{t(`scope.${scope}`)}</h3>
                <dl className={classes.list}>
                  {shortcuts
                    .filter((entry) => entry.scope === scope && !foldedShortcuts.has(entry.id))
                    .map((entry) => (
                      <div
                        key={entry.id}
                        className={classes.line}
                        data-pale={!NEVER_PALE.has(scope) && !aliveThen.has(entry.id) ? true : undefined}
                      >
                        <dt>{t(`do.${entry.id}`)}</dt>
                        <dd>
                          <Keys id={entry.id} />
                          <span className={classes.spoken}>{keysOf(entry.id, isMac)[0]}</span>
                        </dd>
                      </div>
                    ))}
                </dl>
              </section>
            ))}
          </div>
          <p className="s12 tx-3">{t(isMac ? 'elsewhereMac' : 'elsewhere')}</p>
        </Dialog>
      ) : null}
    </>
  );
}
