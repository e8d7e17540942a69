import { ActionIcon, Button, Progress } from '@mantine/core';
import { IconAlertTriangleFilled, IconPaperclip, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bytesText } from '#renderer/lib/bytes.ts';
import { client } from '#renderer/lib/client.ts';
import { describeFailure } from '#renderer/lib/failure.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import type { FileSubject } from '#renderer/lib/upload.ts';
import type { AttachmentView } from '#shared/contract/attachments.ts';
import { fileTypes } from '#shared/rules/attachments.ts';
import { FailurePanel } from '../failure-panel.tsx';
import { AttachmentDialog } from './attachment-dialog.tsx';
import classes from './attachments.module.css';
import { KindIcon } from './kind-icon.tsx';
import { type Upload, type UploadsSettled, useUploads } from './use-uploads.ts';

const ACCEPT = Object.values(fileTypes)
  .flatMap(({ ext }) => ext.map((each) => `.${each}`))
  .join(',');

/** A file that misses its place would else replace the page. */
function useNoStrayDrop(): void {
  useEffect(() => {
    const hold = (event: globalThis.DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    window.addEventListener('dragover', hold);
    window.addEventListener('drop', hold);
    return () => {
      window.removeEventListener('dragover', hold);
      window.removeEventListener('drop', hold);
    };
  }, []);
}

/** A picture from the clipboard goes to the record that is in front; words go where the cursor is, as ever. */
function usePastedFiles(zone: RefObject<HTMLElement | null>, take: (files: Iterable<File>) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
      const front = [...document.querySelectorAll('[aria-modal="true"]')].at(-1);
      if (front && !front.contains(zone.current)) return;
      event.preventDefault();
      take(files);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [zone, take]);
}

interface AttachmentsProps {
  readonly subject: FileSubject;
  /** Before the first of some files is sent. */
  readonly onBegin?: () => void;
  /** For a form that must not be saved before its files are there. */
  readonly settled?: RefObject<UploadsSettled | null>;
}

/** The files of a record: see, hear, save, add (button, drop, paste), remove with undo. */
export function Attachments({ subject, onBegin, settled }: AttachmentsProps) {
  const { t } = useTranslation('attachments');
  const query = useQuery(orpc.attachments.list.queryOptions({ input: { subject } }));
  const { uploads, add: send, drop, settled: uploadsSettled } = useUploads(subject);
  useEffect(() => {
    if (settled) settled.current = uploadsSettled;
  }, [settled, uploadsSettled]);
  const [shown, setShown] = useState<AttachmentView | null>(null);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const zone = useRef<HTMLElement>(null);
  const begin = useRef(onBegin);
  begin.current = onBegin;
  const add = useCallback(
    (files: Iterable<File>) => {
      begin.current?.();
      send(files);
    },
    [send],
  );
  useNoStrayDrop();
  usePastedFiles(zone, add);

  const mayAdd = query.data?.mayAdd ?? false;
  function onDrop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    if (mayAdd) add([...event.dataTransfer.files]);
  }
  async function remove(row: AttachmentView): Promise<void> {
    setShown(null);
    try {
      const { commandId } = await client.attachments.remove({ id: row.id });
      notifyDone({ message: t('done.removed', { name: row.name }), undo: () => client.audit.undo({ commandId }) });
    } catch (error) {
      notifyFailure(error);
    }
  }

  return (
    <section
      ref={zone}
      className={classes.zone}
      aria-label={t('title')}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {query.isError && !query.data ? <FailurePanel inline reading error={query.error} onRetry={() => void query.refetch()} /> : null}
      <ul className={classes.list}>
        {query.data?.rows.map((row) => (
          <li key={row.id} className={classes.row}>
            <KindIcon kind={row.kind} />
            <button type="button" className={`${classes.name} grow ellipsis`} title={row.name} onClick={() => setShown(row)}>
              {row.name}
            </button>
            <span className="s12 tx-3 nowrap">{bytesText(row.bytes)}</span>
            {row.mayRemove ? (
              <ActionIcon size={24} aria-label={t('removeThis', { name: row.name })} onClick={() => void remove(row)}>
                <IconX size={14} />
              </ActionIcon>
            ) : null}
          </li>
        ))}
        {uploads.map((upload) => (
          <UploadRow key={upload.key} upload={upload} onDrop={() => drop(upload.key)} />
        ))}
      </ul>
      {mayAdd ? (
        <div className={classes.hint}>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            accept={ACCEPT}
            aria-label={t('choose')}
            onChange={(event) => {
              add([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = '';
            }}
          />
          <Button size="xs" variant="default" leftSection={<IconPaperclip size={14} />} onClick={() => input.current?.click()}>
            {t('choose')}
          </Button>
          <span>{t('hint')}</span>
        </div>
      ) : null}
      {shown ? (
        <AttachmentDialog row={shown} onClose={() => setShown(null)} onRemove={shown.mayRemove ? () => void remove(shown) : undefined} />
      ) : null}
    </section>
  );
}

function UploadRow({ upload, onDrop }: { upload: Upload; onDrop: () => void }) {
  const { t } = useTranslation('attachments');
  const { name, bytes, sent, error } = upload;
  if (error) {
    const words = describeFailure(error);
    return (
      <li>
        <div className={classes.refused} role="alert">
          <IconAlertTriangleFilled size={15} aria-hidden="true" />
          <span className="grow">
            <b>{name}</b> {words.what} <span className="tx-2">{`${words.saved} ${words.next}`}</span>
          </span>
          <ActionIcon size={24} aria-label={t('dismiss', { name })} onClick={onDrop}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      </li>
    );
  }
  const percent = bytes === 0 ? 0 : Math.round((sent / bytes) * 100);
  return (
    <li className={classes.row}>
      <IconPaperclip size={16} stroke={1.6} aria-hidden="true" />
      <span className="grow ellipsis" title={name}>
        {name}
      </span>
      <Progress w={80} value={percent} aria-label={t('progress', { name })} />
      <ActionIcon size={24} aria-label={t('stop', { name })} onClick={onDrop}>
        <IconX size={14} />
      </ActionIcon>
    </li>
  );
}
