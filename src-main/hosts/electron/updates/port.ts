import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, Dialog, OpenDialogOptions } from 'electron';
import type { UpdatesPort } from '#main/base/os.ts';
import type { Translate } from '#main/base/words.ts';
import type { UpdateKind } from '#shared/rules/updates.ts';
import type { ReleaseFacts } from '../release.ts';
import { clearInstalled, readLast } from './last.ts';
import { trustedKey } from './trust.ts';
import { createUpdater } from './updater.ts';

type InstalledAs = { platform: NodeJS.Platform; resources: string; env: NodeJS.ProcessEnv };

/** How this program came onto the PC, as electron-updater tells it too; undefined where nothing can renew it. */
export function installedAs({ platform, resources, env }: InstalledAs): UpdateKind | undefined {
  if (platform === 'win32') return 'nsis';
  if (platform === 'darwin') return 'mac';
  if (platform !== 'linux') return undefined;
  if (env.APPIMAGE) return 'appimage';
  const type = join(resources, 'package-type');
  return existsSync(type) && readFileSync(type, 'utf8').trim() === 'deb' ? 'deb' : undefined;
}

type PortDeps = {
  release: ReleaseFacts;
  kind: UpdateKind;
  version: string;
  platform: string;
  arch: string;
  /** Made when it is not there. */
  folder: string;
  resources: string;
  choose: () => Promise<string | undefined>;
  leave: (install: () => Promise<'exit' | 'quits'>) => void;
  quit: () => void;
  relaunch: () => void;
  now: () => number;
  onError: (error: unknown) => void;
};

/** The updates of an installed program. electron-updater is loaded with the first step that needs it. */
export function updatesPort(deps: PortDeps): UpdatesPort {
  const { release, kind, version, platform, arch, folder } = deps;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (readLast(folder, version)?.outcome === 'installed') clearInstalled(folder);
  let engine: Promise<import('./engine.ts').Engine> | undefined;
  const load = async () =>
    (await import('./engine.ts')).createEngine({
      ...{ kind, platform, arch, version, folder },
      configFile: join(deps.resources, 'app-update.yml'),
      feed: release.feed,
      quit: deps.quit,
      relaunch: deps.relaunch,
      onError: deps.onError,
    });
  return createUpdater({
    running: { version, platform, arch, kind },
    keys: release.keys.map(trustedKey),
    feed: release.feed !== '',
    folder,
    engine: () => {
      engine ??= load();
      return engine;
    },
    choose: deps.choose,
    leave: deps.leave,
    now: deps.now,
    onError: deps.onError,
  });
}

type InstalledDeps = {
  app: Pick<App, 'getVersion' | 'quit' | 'relaunch'>;
  dialog: Pick<Dialog, 'showOpenDialog'>;
  release: ReleaseFacts | undefined;
  /** The folder of what Chromium and the window keep. */
  profile: string;
  words: () => Translate;
  leave: PortDeps['leave'];
  now: () => number;
  onError: (error: unknown) => void;
};

/** The updates of this very program, or undefined: it was not packed, or was put here by something that cannot renew it. */
export function installedUpdates(deps: InstalledDeps): UpdatesPort | undefined {
  const { app, dialog, release } = deps;
  const { platform, arch, env, resourcesPath: resources } = process;
  const kind = release && installedAs({ platform, resources, env });
  if (!kind) return undefined;
  return updatesPort({
    ...{ release, kind, platform, arch, resources },
    version: app.getVersion(),
    folder: join(deps.profile, 'updates'),
    choose: async () => (await dialog.showOpenDialog(packageDialog(deps.words()))).filePaths[0],
    leave: deps.leave,
    quit: () => app.quit(),
    relaunch: () => app.relaunch(),
    now: deps.now,
    onError: deps.onError,
  });
}

/** The dialog in which a person points to a package from a stick. */
function packageDialog(t: Translate): OpenDialogOptions {
  return {
    title: t('desktop:update.choose'),
    filters: [{ name: t('desktop:update.package'), extensions: ['zip'] }],
    properties: ['openFile', 'dontAddToRecent'],
  };
}
