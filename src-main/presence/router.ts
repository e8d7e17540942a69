import { os, personOf } from '#main/base/os.ts';
import { complaintById, mustSee } from '#main/complaints/service.ts';
import { staffById } from '#main/staff/service.ts';

export const presenceRouter = {
  here: os.presence.here.handler(({ input: { seat, writing, ...place }, context }) => {
    const me = personOf(context.identity);
    mustSee(context.db, me, complaintById(context.db, place.id));
    context.presence.enter(context.connection, seat, place, writing);
    const others = context.presence.at(place).filter((each) => each.staffId !== me.staffId);
    return { others: others.map((each) => ({ id: each.staffId, name: staffById(context.db, each.staffId).name, writing: each.writing })) };
  }),
  leave: os.presence.leave.handler(({ input, context }) => {
    context.presence.leave(context.connection, input.seat);
    return {};
  }),
};
