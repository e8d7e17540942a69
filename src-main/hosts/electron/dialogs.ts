import type { MessageBoxOptions } from 'electron';
import type { Translate } from '#main/base/words.ts';
import type { Keeper } from './key-means.ts';
import { type StartupReason, startupReason } from './startup.ts';

/** What the host asks outside of the page, as settings of a message box. The safe answer is the default and stands for Esc. */

export type Choice<A extends string> = { options: MessageBoxOptions; answers: readonly A[] };

/**
 * The dialog for a centre that did not open. `id` names the failure in the log; `newest` is when the newest backup was made, which is
 * offered where the data is damaged.
 */
export function startupDialog(error: unknown, t: Translate, id: string, newest?: string): Choice<'retry' | 'code' | 'restore' | 'quit'> {
  const reason: StartupReason = startupReason(error);
  const byCode = reason === 'keyLost' || reason === 'recoveryWrong';
  const byBackup = reason === 'damaged' && newest !== undefined;
  const part = error instanceof Error && 'data' in error ? (error.data as { part?: string }).part : undefined;
  const more = byCode ? (['code'] as const) : byBackup ? (['restore'] as const) : [];
  const words = { code: t('desktop:button.pasteCode'), restore: t('desktop:button.restoreNewest') };
  return {
    answers: ['retry', ...more, 'quit'],
    options: {
      type: 'error',
      title: t('desktop:brand'),
      message: t('desktop:startup.title'),
      detail: t(`desktop:startup.${byBackup ? 'damagedWithBackup' : reason}`, { id, part: part ?? '', at: newest ?? '' }),
      buttons: [t('desktop:button.retry'), ...more.map((way) => words[way]), t('desktop:button.quit')],
      defaultId: 0,
      cancelId: 1 + more.length,
      noLink: true,
    },
  };
}

/** Nobody protects the key on this PC: a file, with the risk in words, the recovery code at each start, or not at all. */
export function keeperDialog(t: Translate): Choice<Keeper> {
  return {
    answers: ['quit', 'code', 'file'],
    options: {
      type: 'warning',
      title: t('desktop:brand'),
      message: t('desktop:keyStore.title'),
      detail: t('desktop:keyStore.text'),
      buttons: [t('desktop:button.quit'), t('desktop:button.codeEachTime'), t('desktop:button.keyFile')],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    },
  };
}

/** The code that opens a new folder at each start, before anything is in it. */
export function codeDialog(t: Translate, code: string): Choice<'kept' | 'copy'> {
  return {
    answers: ['kept', 'copy'],
    options: {
      type: 'warning',
      title: t('desktop:brand'),
      message: t('desktop:keyStore.code', { code }),
      detail: t('desktop:keyStore.codeText'),
      buttons: [t('desktop:button.kept'), t('desktop:button.copy')],
      defaultId: 1,
      cancelId: 0,
      noLink: true,
    },
  };
}

/** The page died again and again. */
export function crashDialog(t: Translate): Choice<'reload' | 'quit'> {
  return {
    answers: ['reload', 'quit'],
    options: {
      type: 'error',
      title: t('desktop:brand'),
      message: t('desktop:crash.title'),
      detail: t('desktop:crash.text'),
      buttons: [t('desktop:button.reload'), t('desktop:button.quit')],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    },
  };
}

/** The page does not answer. */
export function hangDialog(t: Translate): Choice<'wait' | 'reload'> {
  return {
    answers: ['wait', 'reload'],
    options: {
      type: 'warning',
      title: t('desktop:brand'),
      message: t('desktop:hang.title'),
      detail: t('desktop:hang.text'),
      buttons: [t('desktop:button.wait'), t('desktop:button.reload')],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    },
  };
}

/** Started again and again without coming to a page. */
export function safeModeDialog(t: Translate): Choice<'safe' | 'normal'> {
  return {
    answers: ['safe', 'normal'],
    options: {
      type: 'question',
      title: t('desktop:brand'),
      message: t('desktop:safeMode.title'),
      detail: t('desktop:safeMode.text'),
      buttons: [t('desktop:safeMode.open'), t('desktop:safeMode.normal')],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    },
  };
}

/** A second start found this program, and asked for something that it is not. */
export function ignoredDialog(t: Translate, flags: readonly string[]): Choice<'ok'> {
  return {
    answers: ['ok'],
    options: {
      type: 'info',
      title: t('desktop:brand'),
      message: t('desktop:second.title'),
      detail: t('desktop:second.text', { flags: flags.join(' ') }),
      buttons: [t('desktop:button.ok')],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    },
  };
}

/** Versions of everything, one a line; the same text is copied. */
export function aboutLines(t: Translate, versions: readonly { part: string; version: string }[], folder: string): string {
  return [...versions.map(({ part, version }) => t(`desktop:about.${part}`, { version })), t('desktop:about.folder', { folder })].join(
    '\n',
  );
}

export function aboutDialog(t: Translate, lines: string): Choice<'ok' | 'copy'> {
  return {
    answers: ['ok', 'copy'],
    options: {
      type: 'info',
      title: t('desktop:menu.about'),
      message: t('desktop:brand'),
      detail: lines,
      buttons: [t('desktop:button.ok'), t('desktop:button.copy')],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    },
  };
}
