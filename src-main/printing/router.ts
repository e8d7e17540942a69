import { os } from '#main/base/os.ts';
import { mustBeNoted, printerOf } from './service.ts';

/** Nothing here is a command: a print leaves no row of its own. What must be noted is noted by its own slice before. */
export const printingRouter = {
  setup: os.printing.setup.handler(({ context }) => printerOf(context).setup()),
  choose: os.printing.choose.handler(({ input: { kind, ...choice }, context }) => {
    printerOf(context).choose(kind, choice);
    return {};
  }),
  print: os.printing.print.handler(({ input, context }) => {
    const printer = printerOf(context);
    mustBeNoted(context.db, input);
    return printer.print(input);
  }),
  savePdf: os.printing.savePdf.handler(({ input, context }) => {
    const printer = printerOf(context);
    mustBeNoted(context.db, input);
    return printer.savePdf(input);
  }),
};
