import { takeOwnership } from '#main/db/owner.ts';

/** Takes a folder and holds it until it is killed. */
takeOwnership(process.argv[2] as string, { host: 'test', pid: process.pid, since: 0 });
process.send?.('held');
process.on('message', () => undefined);
