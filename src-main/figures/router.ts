import { os } from '#main/base/os.ts';
import { monthFigures, rowsBehind } from './service.ts';

export const figuresRouter = {
  month: os.figures.month.handler(({ input, context }) => monthFigures(context.db, input.month, context.clock.now())),
  rows: os.figures.rows.handler(({ input, context }) => rowsBehind(context.db, input, context.clock.now())),
};
