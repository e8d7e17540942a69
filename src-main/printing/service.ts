import type { Connection, HostPort, PrintingPort } from '#main/base/os.ts';
import type { Db } from '#main/db/open.ts';
import { isCopyNoted } from '#main/letters/service.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { PrintJob } from '#shared/contract/printing.ts';

/** Where the copies of numbered documents are noted; another kind of them adds its own line. */
const noted: Record<NonNullable<PrintJob['numbered']>['of'], (db: Db, id: string, copy: number) => boolean> = { letters: isCopyNoted };

/** The printers for this connection. Errors: PRINTING_UNAVAILABLE for anything but the window at this PC. */
export function printerOf({ host, connection }: { host: HostPort; connection: Connection }): PrintingPort {
  if (!host.printing?.serves(connection.id)) throw new Failure('PRINTING_UNAVAILABLE', {});
  return host.printing;
}

/** A numbered document goes out only after its copy was noted. Errors: STATE_FORBIDS. */
export function mustBeNoted(db: Db, { numbered }: Pick<PrintJob, 'numbered'>): void {
  if (numbered && !noted[numbered.of](db, numbered.id, numbered.copy))
    throw new Failure('STATE_FORBIDS', { state: 'not_noted', action: 'print_letter' });
}
