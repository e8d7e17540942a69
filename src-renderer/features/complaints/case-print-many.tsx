import { CaseProvider } from './case-context.tsx';
import { CasePrint } from './case-print.tsx';
import classes from './complaints.module.css';
import type { CasePage } from './types.ts';

const nothing = () => undefined;

/** The record forms of the chosen complaints, each on a page of its own. */
export function CasePrintMany({ pages }: { pages: readonly CasePage[] }) {
  return (
    <>
      {pages.map((page) => (
        <CaseProvider key={page.complaint.id} value={{ page, open: nothing, act: nothing, busy: false }}>
          <div className={classes.onePage}>
            <CasePrint />
          </div>
        </CaseProvider>
      ))}
    </>
  );
}
