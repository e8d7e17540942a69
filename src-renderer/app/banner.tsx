import { MissingYearStrip } from '#renderer/features/calendar/missing-year-strip.tsx';
import { RosterStrip } from '#renderer/features/calendar/roster-strip.tsx';
import { SafeModeStrip } from '#renderer/features/program/safe-mode-strip.tsx';
import { DemoStrip } from '#renderer/features/setup/demo-strip.tsx';

/** What stands over every page until it is no longer so. */
export function Banner() {
  return (
    <>
      <SafeModeStrip />
      <DemoStrip />
      <MissingYearStrip />
      <RosterStrip />
    </>
  );
}
