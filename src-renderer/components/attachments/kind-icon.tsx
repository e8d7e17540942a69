import { IconFileText, IconFileTypePdf, IconMicrophone, IconPhoto, IconVideo } from '@tabler/icons-react';
import type { AttachmentView } from '#shared/contract/attachments.ts';

const ICONS = { image: IconPhoto, pdf: IconFileTypePdf, audio: IconMicrophone, video: IconVideo, document: IconFileText };

/** What kind of file it is, as a picture; its name says it too. */
export function KindIcon({ kind }: { kind: AttachmentView['kind'] }) {
  const Icon = ICONS[kind];
  return <Icon size={16} stroke={1.6} aria-hidden="true" />;
}
