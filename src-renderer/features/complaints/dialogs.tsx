import { AmendDialog } from './amend-dialog.tsx';
import type { CaseDialog } from './case-context.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { PersonToAddDialog } from './complainants.tsx';
import { DeclineDialog, MoreTimeDialog, SeverityDialog } from './deadline-dialogs.tsx';
import { UnreachedDialog } from './exception-strips.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { CauseDialog, DecideDialog, RectificationDialog, TellDialog } from './outcome-dialogs.tsx';
import { HandlerDialog, PersonDialog, ReasonDialog, WaitDialog } from './people-dialogs.tsx';
import { ReapplyDialog } from './reapply-dialog.tsx';
import { SplitDialog } from './split-dialog.tsx';
import { TagsDialog } from './tags.tsx';
import { MoveDialog, TaskDialog } from './task-dialogs.tsx';

/** The dialog that is open on the page of a complaint. */
export function CaseDialogs({ dialog, onClose }: { dialog: CaseDialog | null; onClose: () => void }) {
  if (!dialog) return null;
  switch (dialog.kind) {
    case 'amend':
      return <AmendDialog onClose={onClose} />;
    case 'tags':
      return <TagsDialog onClose={onClose} />;
    case 'wait':
      return <WaitDialog onClose={onClose} />;
    case 'hand':
    case 'assign':
      return <PersonDialog kind={dialog.kind} onClose={onClose} />;
    case 'decide':
      return <DecideDialog onClose={onClose} />;
    case 'tell':
    case 'reply':
      return <TellDialog written={dialog.kind === 'reply'} onClose={onClose} />;
    case 'cause':
      return <CauseDialog onClose={onClose} />;
    case 'close':
      return <CloseDialog onClose={onClose} />;
    case 'reopen':
    case 'withdraw':
      return <ReasonDialog kind={dialog.kind} onClose={onClose} />;
    case 'severity':
      return <SeverityDialog onClose={onClose} />;
    case 'policy':
      return <ReapplyDialog onClose={onClose} />;
    case 'extend':
    case 'ask':
      return <MoreTimeDialog kind={dialog.kind} clockId={dialog.of} onClose={onClose} />;
    case 'declineExtension':
      return <DeclineDialog requestId={dialog.of} onClose={onClose} />;
    case 'unreached':
      return <UnreachedDialog onClose={onClose} />;
    case 'handler':
      return <HandlerDialog escalationId={dialog.of} onClose={onClose} />;
    case 'person':
      return <PersonToAddDialog onClose={onClose} />;
    case 'link':
      return <LinkDialog onClose={onClose} />;
    case 'merge':
      return <MergeDialog onClose={onClose} />;
    case 'split':
      return <SplitDialog onClose={onClose} />;
    case 'task':
      return <TaskDialog onClose={onClose} />;
    case 'tellOne':
      return <TellDialog written={false} of={dialog.of} onClose={onClose} />;
    case 'move':
      return <MoveDialog promiseId={dialog.of} onClose={onClose} />;
    case 'done':
    case 'drop':
      return <RectificationDialog kind={dialog.kind} rectificationId={dialog.of} onClose={onClose} />;
  }
}
