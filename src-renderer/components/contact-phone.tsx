import { client } from '#renderer/lib/client.ts';
import { useRight } from '#renderer/lib/session.tsx';
import type { FollowUpRow } from '#shared/contract/follow-ups.ts';
import { MaskedPhone } from './masked-phone.tsx';

/** The number that a follow-up calls, masked; the follow-up itself is the reason for showing it. */
export function ContactPhone({ row }: { row: Pick<FollowUpRow, 'id' | 'contact' | 'complaint'> }) {
  const mayReveal = useRight('students.reveal') !== undefined;
  const { contact, complaint } = row;
  const target =
    contact.of !== 'none' && contact.id !== null
      ? { of: contact.of, id: contact.id }
      : complaint
        ? { of: 'complaint' as const, id: complaint.id }
        : null;
  const reveal = async (): Promise<string> => {
    if (!target) return '';
    return (await client.students.reveal({ ...target, reason: { kind: 'follow-up', id: row.id } })).phone;
  };
  return <MaskedPhone masked={contact.phoneMasked} who={contact.name} onReveal={mayReveal && target ? reveal : undefined} />;
}
