import { os } from '#main/base/os.ts';
import { hashPassword } from '#main/base/passwords.ts';
import { Failure } from '#shared/contract/failure.ts';
import { finishSetup } from './service.ts';

export const setupRouter = {
  finish: os.setup.finish.handler(async ({ input, context }) => {
    const { services, connection } = context;
    if (services.isSetUp()) throw new Failure('ALREADY_SET_UP', {});
    const passwordHash = await hashPassword(input.manager.password);
    const managerId = services.ids.next();
    await services.commands.run(
      { name: 'setup.finish', actor: { kind: 'system' }, undo: 'none', topics: ['session', 'settings', 'calendar', 'staff'] },
      (tx) => finishSetup(tx, managerId, { ...input, manager: { name: input.manager.name, login: input.manager.login, passwordHash } }),
    );
    const recoveryCode = await services.createRecoveryCode();
    connection.staffId = managerId;
    connection.locked = false;
    return { recoveryCode };
  }),
  openDemo: os.setup.openDemo.handler(async ({ context }) => {
    const { host } = context.services;
    if (!host.openDemo) throw new Failure('INVALID', { field: 'demo', reason: 'not_here' });
    return { accounts: await host.openDemo() };
  }),
  demoAccounts: os.setup.demoAccounts.handler(async ({ context: { services } }) => ({
    accounts: services.host.demo ? ((await services.host.demoAccounts?.()) ?? []) : [],
  })),
  leaveDemo: os.setup.leaveDemo.handler(async ({ context }) => {
    await context.services.host.leaveDemo?.();
    return {};
  }),
};
