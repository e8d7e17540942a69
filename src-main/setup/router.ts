import { os } from '#main/base/os.ts';
import { demoAccounts, openDemo, setUp } from './service.ts';

export const setupRouter = {
  finish: os.setup.finish.handler(async ({ input, context }) => ({
    recoveryCode: await setUp(context.services, context.connection, input),
  })),
  openDemo: os.setup.openDemo.handler(async ({ context }) => ({ accounts: await openDemo(context.services, context.identity) })),
  demoAccounts: os.setup.demoAccounts.handler(async ({ context }) => ({ accounts: await demoAccounts(context.services.host) })),
  leaveDemo: os.setup.leaveDemo.handler(async ({ context }) => {
    await context.services.host.leaveDemo?.();
    return {};
  }),
};
