import { os, personOf } from '#main/base/os.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { programOf, programView } from './service.ts';

export const programRouter = {
  get: os.program.get.handler(({ context }) => programView(context.services, context.connection.id)),
  set: os.program.set.handler(({ input, context }) => {
    const port = programOf(context.services, context.connection.id, 'set');
    port.set(input);
    context.log.info('program.set', { staffId: personOf(context.identity).staffId, names: Object.keys(input) });
    context.changes.publish(['program']);
    return {};
  }),
  diagnostics: os.program.diagnostics.handler(async ({ context }) => ({ file: await diagnosticsOf(context.services) })),
  restart: os.program.restart.handler(({ input, context }) => {
    programOf(context.services, context.connection.id, 'restart').restart(input);
    return {};
  }),
  wish: os.program.wish.handler(async ({ context }) => {
    const { host, connection, identity } = context;
    if (!host.program?.serves(connection.id)) return { ref: null, file: null };
    return host.program.takeWish(personOf(identity).staffId);
  }),
  setScheme: os.program.setScheme.handler(({ input, context }) => {
    if (context.host.program?.serves(context.connection.id)) context.host.program.setScheme(input.scheme);
    return {};
  }),
};
