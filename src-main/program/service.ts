import type { ProgramPort, Services } from '#main/base/os.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { KeyReport, Switches } from '#shared/contract/program.ts';
import { type Version, versionsOf } from './versions.ts';

export { type Version, versionsOf };

type ProgramView = { versions: Version[]; safeMode: boolean; switches: Switches | null; keys: KeyReport };

/** The program on this PC: versions, switches where there are any, who keeps the key. */
export function programView(services: Services, connectionId: string): ProgramView {
  const { host } = services;
  const mine = host.program?.serves(connectionId) ? host.program : undefined;
  return {
    versions: versionsOf(services),
    safeMode: host.safeMode ?? false,
    switches: mine?.switches() ?? null,
    keys: services.keys(),
  };
}

/** The program around the window of this connection. Errors: STATE_FORBIDS in a browser. */
export function programOf({ host }: Pick<Services, 'host'>, connectionId: string, action: string): ProgramPort {
  if (!host.program?.serves(connectionId)) throw new Failure('STATE_FORBIDS', { state: host.kind, action });
  return host.program;
}
