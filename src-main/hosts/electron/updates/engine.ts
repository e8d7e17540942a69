import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  AppImageUpdater,
  type AppUpdater,
  BaseUpdater,
  CancellationToken,
  DebUpdater,
  MacUpdater,
  NsisUpdater,
  Provider,
  type UpdateInfo,
} from 'electron-updater';
import { DownloadedUpdateHelper } from 'electron-updater/out/DownloadedUpdateHelper.js';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { LIMITS, manifestName, type UpdateFile, type UpdateKind, type UpdateManifest } from '#shared/rules/updates.ts';
import { CappedExecutor, type MakeRequest } from './executor.ts';
import { checkPublisher } from './publisher.ts';
import { saveCapped } from './save.ts';
import { refuse, trustFile } from './trust.ts';

/** electron-updater, behind the few calls that the steps of an update need. It is loaded with the first of them, not before. */

export type EngineDeps = {
  kind: UpdateKind;
  platform: string;
  arch: string;
  version: string;
  /** Where downloads lie until they are installed. */
  folder: string;
  /** app-update.yml of electron-builder: on Windows it names whose Authenticode signature an installer must carry. */
  configFile: string;
  feed: string;
  request?: MakeRequest;
  quit: () => void;
  relaunch: () => void;
  onError: (error: unknown) => void;
};

export type Offer = { manifest: UpdateManifest; file: UpdateFile };

export type Engine = {
  /** The manifest of the feed and its signature, as bytes that nobody has trusted yet. */
  ask(): Promise<{ text: Buffer; signature: Buffer }>;
  /** Downloads the file of an offer and answers where it lies; it is not checked here. */
  download(offer: Offer, options: { onBytes: (done: number) => void; signal: AbortSignal }): Promise<string>;
  /** Takes the file of an offer from a stream instead, then goes the same way. */
  take(offer: Offer, source: Readable): Promise<string>;
  /** Starts the installer. `exit`: the program has to end now; `quits`: the installer ends it. */
  install(): Promise<'exit' | 'quits'>;
  /** Throws away what was downloaded; electron-updater would take it again without a second look. */
  clear(): Promise<void>;
};

/** Gives electron-updater a manifest whose signature was checked, in place of one that it would fetch and believe. */
function offerProvider(base: string, info: UpdateInfo) {
  return class extends Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime);
    }

    override getLatestVersion(): Promise<UpdateInfo> {
      return Promise.resolve(info);
    }

    override resolveFiles({ files }: UpdateInfo) {
      return files.map((file) => ({ url: new URL(file.url, base), info: file }));
    }
  };
}

/** One electron-updater for this program. Errors of its calls are those of electron-updater, refusals where they are told apart. */
export function createEngine(deps: EngineDeps): Engine {
  const executor = new CappedExecutor(deps.request);
  const base = deps.feed.endsWith('/') ? deps.feed : `${deps.feed}/`;
  const downloads = new DownloadedUpdateHelper(deps.folder);
  const updater = makeUpdater(deps, executor, downloads);
  const pending = downloads.cacheDirForPendingUpdate;
  let installed: { offer: Offer; path: string } | undefined;

  const fetchWhole = async (name: string, limit: number): Promise<Buffer> => {
    executor.begin(limit);
    try {
      return await executor.downloadToBuffer(new URL(name, base), { cancellationToken: new CancellationToken() });
    } catch (error) {
      throw executor.overflowed ? refuse('manifest_tampered', error) : error;
    }
  };

  /** What electron-updater finds lying there with the right digest it does not download again. */
  const fetchFile = async (offer: Offer, token: CancellationToken): Promise<string> => {
    updater.setFeedURL({ provider: 'custom', updateProvider: offerProvider(base, infoOf(offer)) });
    await updater.checkForUpdates();
    const [path] = await updater.downloadUpdate(token);
    // On macOS the file is only handed on; it lies where it was written.
    const file = path ?? join(pending, offer.file.url);
    installed = { offer, path: file };
    return file;
  };

  return {
    ask: async () => {
      const name = manifestName(deps.platform, deps.arch);
      const text = await fetchWhole(name, LIMITS.manifestBytes);
      const signature = await fetchWhole(`${name}.sig`, LIMITS.signatureBytes).catch((error: unknown) => {
        throw isMissing(error) ? refuse('unsigned', error) : error;
      });
      return { text, signature };
    },
    download: async (offer, { onBytes, signal }) => {
      const token = new CancellationToken();
      signal.addEventListener('abort', () => token.cancel(), { once: true });
      executor.begin(offer.file.size, onBytes);
      try {
        return await fetchFile(offer, token);
      } catch (error) {
        if (signal.aborted) throw error;
        if (executor.overflowed) throw refuse('file_tampered', error);
        if (isChecksum(error)) throw refuse(executor.received < offer.file.size ? 'cut_off' : 'file_tampered', error);
        if (executor.received > 0 && executor.received < offer.file.size && !isDisk(error)) throw refuse('cut_off', error);
        throw error;
      }
    },
    take: async (offer, source) => {
      await downloads.clear();
      await mkdir(pending, { recursive: true, mode: 0o700 });
      const path = join(pending, offer.file.url);
      await saveCapped(source, `${path}.part`, offer.file.size);
      await trustFile(`${path}.part`, offer.file);
      await rename(`${path}.part`, path);
      const note = { fileName: offer.file.url, sha512: offer.file.sha512, isAdminRightsRequired: false };
      await writeFile(join(pending, 'update-info.json'), JSON.stringify(note));
      return fetchFile(offer, new CancellationToken());
    },
    install: async () => {
      if (!installed) throw refuse('failed');
      // electron-updater makes only what it downloads itself a program.
      if (deps.kind === 'appimage') await chmod(installed.path, 0o755);
      if (updater instanceof NsisUpdater) await checkPublisher(updater.verifyUpdateCodeSignature, deps.configFile, installed.path);
      if (!(updater instanceof BaseUpdater)) {
        // Squirrel looks at the file once more, after our own core is closed.
        updater.once('error', () => {
          deps.relaunch();
          deps.quit();
        });
        updater.quitAndInstall();
        return 'quits';
      }
      // Without a window of its own, and the program is started again after it.
      if (!updater.install(true, true)) throw refuse('failed');
      return 'exit';
    },
    clear: () => downloads.clear(),
  };
}

function makeUpdater(deps: EngineDeps, executor: CappedExecutor, downloads: DownloadedUpdateHelper): AppUpdater {
  const app = {
    version: deps.version,
    name: 'student-service-desk',
    isPackaged: true,
    appUpdateConfigPath: deps.configFile,
    userDataPath: deps.folder,
    baseCachePath: deps.folder,
    whenReady: () => Promise.resolve(),
    quit: deps.quit,
    relaunch: deps.relaunch,
    onQuit: () => {},
  };
  const kinds = { nsis: NsisUpdater, mac: MacUpdater, appimage: AppImageUpdater, deb: DebUpdater } as const;
  const updater: AppUpdater = new kinds[deps.kind](undefined, app);
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.autoRunAppAfterInstall = true;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  // Block maps are not signed, and half a download less is not worth a second way that has to be trusted.
  updater.disableDifferentialDownload = true;
  updater.on('error', deps.onError);
  // Both are set by itself only with Electron's own application object, which no test has.
  Object.assign(updater, { httpExecutor: executor, downloadedUpdateHelper: downloads });
  return updater;
}

function infoOf({ manifest, file }: Offer): UpdateInfo {
  const { url, sha512, size } = file;
  return { version: manifest.version, files: [{ url, sha512, size }], path: url, sha512, releaseDate: manifest.releaseDate };
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
const isChecksum = (error: unknown): boolean => codeOf(error) === 'ERR_CHECKSUM_MISMATCH';
const isDisk = (error: unknown): boolean => /^(ENOSPC|EDQUOT|EACCES|EPERM|EROFS|EIO)$/.test(codeOf(error));
const isMissing = (error: unknown): boolean => error instanceof Error && /status 404/.test(error.message);
