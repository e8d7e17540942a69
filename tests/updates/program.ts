import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { UpdatesPort } from '#main/base/os.ts';
import { createEngine } from '#main/hosts/electron/updates/engine.ts';
import { createUpdater } from '#main/hosts/electron/updates/updater.ts';
import type { UpdatePhase } from '#shared/contract/updates.ts';
import { tempFolder } from '../support/folder.ts';
import { nodeRequest } from './feed.ts';
import { ARCH, type Signer } from './maker.ts';

/** An installed AppImage of version 1.0.0 with electron-updater itself behind it; only Electron's network and its end are Node's. */
export function program(options: {
  signers: readonly Signer[];
  feed?: string;
  version?: string;
  arch?: string;
  free?: number;
  choose?: string;
  folder?: string;
}) {
  const folder = options.folder ?? join(tempFolder(), 'updates');
  mkdirSync(folder, { recursive: true });
  const installed = join(tempFolder(), 'student-service-desk.AppImage');
  writeFileSync(installed, '#!/bin/sh\nexit 0\n');
  chmodSync(installed, 0o755);
  const before = process.env.APPIMAGE;
  process.env.APPIMAGE = installed;
  onTestFinished(() => {
    if (before === undefined) delete process.env.APPIMAGE;
    else process.env.APPIMAGE = before;
  });
  const running = { version: options.version ?? '1.0.0', platform: 'linux', arch: options.arch ?? ARCH, kind: 'appimage' as const };
  const onError = vi.fn();
  const leave = vi.fn<(install: () => Promise<'exit' | 'quits'>) => void>();
  const engine = createEngine({
    ...running,
    folder,
    configFile: join(folder, 'app-update.yml'),
    feed: options.feed ?? 'http://127.0.0.1:1/updates',
    request: nodeRequest,
    quit: () => {},
    relaunch: () => {},
    onError: () => {},
  });
  const port = createUpdater({
    running,
    keys: options.signers.map(({ trusted }) => trusted),
    feed: true,
    folder,
    engine: async () => engine,
    choose: async () => options.choose,
    leave,
    now: () => 1_800_000_000_000,
    onError,
    freeBytes: async () => options.free ?? 1e12,
  });
  return { port, folder, installed, leave, onError, pending: join(folder, 'pending') };
}

/** Resolves when the port comes to one of these phases. */
export function arrives(port: UpdatesPort, ...phases: UpdatePhase[]): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!phases.includes(port.status().phase)) return;
      unlisten();
      resolve();
    };
    const unlisten = port.listen(look);
    look();
  });
}
