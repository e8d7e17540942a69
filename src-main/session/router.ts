import { os, personOf } from '#main/base/os.ts';
import { dayOf } from '#shared/rules/zone.ts';
import {
  changePassword,
  currentSession,
  login,
  newRecoveryCode,
  resetWithRecoveryCode,
  setPin,
  switchablePeople,
  switchTo,
  unlock,
} from './service.ts';

export const sessionRouter = {
  current: os.session.current.handler(({ context }) => currentSession(context.services, context.connection)),
  login: os.session.login.handler(async ({ input, context }) => ({
    person: await login(context.services, context.connection, input),
  })),
  logout: os.session.logout.handler(({ context }) => {
    context.connections.seat(context.connection, null);
    return {};
  }),
  lock: os.session.lock.handler(({ context }) => {
    context.connections.seat(context.connection, context.connection.staffId, { locked: true });
    return {};
  }),
  unlock: os.session.unlock.handler(async ({ input, context }) => ({
    person: await unlock(context.services, context.connection, input.secret),
  })),
  switchable: os.session.switchable.handler(({ context }) => switchablePeople(context.db, dayOf(context.clock.now(), context.zone()))),
  switchTo: os.session.switchTo.handler(async ({ input, context }) => ({
    person: await switchTo(context.services, context.connection, input.staffId, input.pin),
  })),
  setPin: os.session.setPin.handler(async ({ input, context }) => {
    await setPin(context.services, personOf(context.identity).staffId, input.pin);
    return {};
  }),
  changePassword: os.session.changePassword.handler(async ({ input, context }) => {
    await changePassword(context.services, context.connection, personOf(context.identity).staffId, input);
    return {};
  }),
  resetWithRecoveryCode: os.session.resetWithRecoveryCode.handler(async ({ input, context }) => {
    await resetWithRecoveryCode(context.services, input);
    return {};
  }),
  newRecoveryCode: os.session.newRecoveryCode.handler(async ({ input, context }) => ({
    recoveryCode: await newRecoveryCode(context.services, context.actor, personOf(context.identity).staffId, input.password),
  })),
};
