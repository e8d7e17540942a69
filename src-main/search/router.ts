import { os, personOf } from '#main/base/os.ts';
import { find } from './service.ts';

export const searchRouter = {
  find: os.search.find.handler(({ input, context }) => ({
    groups: find(context.db, personOf(context.identity), input.text, input.limit, input.only),
  })),
};
