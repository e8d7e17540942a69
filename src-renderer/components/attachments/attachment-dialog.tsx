import { Button } from '@mantine/core';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesText } from '#renderer/lib/bytes.ts';
import { download } from '#renderer/lib/download.ts';
import { orpc } from '#renderer/lib/orpc.ts';
import { useFormat } from '#renderer/lib/use-format.ts';
import type { AttachmentView } from '#shared/contract/attachments.ts';
import { Dialog } from '../dialog.tsx';
import { QueryView } from '../query-view.tsx';
import classes from './attachments.module.css';
import { KindIcon } from './kind-icon.tsx';
import { PdfPreview } from './pdf-preview.tsx';

interface AttachmentDialogProps {
  readonly row: AttachmentView;
  readonly onClose: () => void;
  readonly onRemove: (() => void) | undefined;
}

/** One file, shown as far as this window can: pictures, recordings, PDF. Anything else is saved and opened by the person. */
export function AttachmentDialog({ row, onClose, onRemove }: AttachmentDialogProps) {
  const { t } = useTranslation('attachments');
  const format = useFormat();
  // What a file holds never changes, and it is not kept once the dialog is closed.
  const query = useQuery(orpc.attachments.content.queryOptions({ input: { id: row.id }, gcTime: 0 }));
  return (
    <Dialog
      title={row.name}
      size={920}
      onClose={onClose}
      noCancel
      state={<span>{t('added', { by: row.by, time: format.dateTime(row.at), size: bytesText(row.bytes) })}</span>}
      actions={
        <>
          {onRemove ? (
            <Button variant="default" leftSection={<IconTrash size={15} />} onClick={onRemove}>
              {t('remove')}
            </Button>
          ) : null}
          <Button leftSection={<IconDownload size={15} />} disabled={!query.data} onClick={() => query.data && download(query.data)}>
            {t('save')}
          </Button>
        </>
      }
    >
      <QueryView query={query}>{(file) => <Preview row={row} file={file} />}</QueryView>
    </Dialog>
  );
}

function Preview({ row, file }: { row: AttachmentView; file: File }) {
  const { t } = useTranslation('attachments');
  const [url, setUrl] = useState('');
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  if (row.kind === 'document') return <NoPreview kind={row.kind} why={t('noPreview.title')} />;
  if (row.kind === 'pdf')
    return (
      <PdfPreview name={row.name} file={file} instead={(trouble) => <NoPreview kind={row.kind} why={t(`noPreview.pdf.${trouble}`)} />} />
    );
  if (failed) return <NoPreview kind={row.kind} why={t('noPreview.failed')} />;
  if (url === '') return null;
  const fail = () => setFailed(true);
  return (
    <div className={classes.stage}>
      {row.kind === 'image' ? <img src={url} alt={row.name} onError={fail} /> : null}
      {row.kind === 'audio' ? (
        <audio controls src={url} aria-label={row.name} onError={fail}>
          <track kind="captions" />
        </audio>
      ) : null}
      {row.kind === 'video' ? (
        <video controls src={url} aria-label={row.name} onError={fail}>
          <track kind="captions" />
        </video>
      ) : null}
    </div>
  );
}

/** In the place of a preview: why there is none, and what to do. */
function NoPreview({ kind, why }: { kind: AttachmentView['kind']; why: string }) {
  const { t } = useTranslation('attachments');
  return (
    <div className={classes.stage}>
      <div className="col gap-8" style={{ alignItems: 'center', textAlign: 'center', maxWidth: '28rem' }}>
        <KindIcon kind={kind} />
        <p className="strong">{why}</p>
        <p className="s13 tx-2">{t('noPreview.text')}</p>
      </div>
    </div>
  );
}
