import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/lib/client.ts';
import { isAbort } from '#renderer/lib/failure.ts';
import { notifyDone, notifyFailure } from '#renderer/lib/notify.tsx';
import { orpc } from '#renderer/lib/orpc.ts';
import { queryClient } from '#renderer/lib/queries.ts';
import { type FileSubject, uploadFile } from '#renderer/lib/upload.ts';

export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  readonly sent: number;
  /** Why it was not taken; stays until it is put away. */
  readonly error: unknown;
}

/** Waits for the files that are on their way; false when one of them was not taken. */
export type UploadsSettled = () => Promise<boolean>;

/**
 * The files on their way to one record, one after the other; what was refused stays in sight with the reason. They arrive also when the
 * person has gone on to something else.
 */
export function useUploads(subject: FileSubject) {
  const { t } = useTranslation('attachments');
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const stops = useRef(new Map<string, AbortController>());
  const queue = useRef<Promise<void>>(Promise.resolve());
  const refused = useRef(0);
  const inSight = useRef(true);
  const { kind, id } = subject;

  useEffect(() => {
    inSight.current = true;
    return () => {
      inSight.current = false;
    };
  }, []);

  const drop = useCallback((key: string) => {
    stops.current.get(key)?.abort();
    stops.current.delete(key);
    setUploads((now) => now.filter((each) => each.key !== key));
  }, []);

  const send = useCallback(
    async (key: string, file: File, signal: AbortSignal): Promise<void> => {
      const patch = (part: Partial<Upload>) => setUploads((now) => now.map((each) => (each.key === key ? { ...each, ...part } : each)));
      if (signal.aborted) return;
      try {
        const { name, mistaken, already, commandId } = await uploadFile({ kind, id }, file, {
          onProgress: (sent) => patch({ sent }),
          signal,
        });
        drop(key);
        await queryClient.invalidateQueries({ queryKey: orpc.attachments.key() });
        notifyDone({
          message: already
            ? t('done.already', { name })
            : mistaken
              ? t('done.mistaken', { name, ending: mistaken })
              : t('done.added', { name }),
          undo: already ? undefined : () => client.audit.undo({ commandId }),
        });
      } catch (error) {
        if (isAbort(error) || signal.aborted) return;
        refused.current += 1;
        if (inSight.current) patch({ error });
        else notifyFailure(error);
      }
    },
    [kind, id, drop, t],
  );

  const add = useCallback(
    (files: Iterable<File>) => {
      for (const file of files) {
        const key = crypto.randomUUID();
        const stop = new AbortController();
        stops.current.set(key, stop);
        setUploads((now) => [...now, { key, name: file.name, bytes: file.size, sent: 0, error: null }]);
        queue.current = queue.current.then(() => send(key, file, stop.signal));
      }
    },
    [send],
  );

  const settled: UploadsSettled = useCallback(async () => {
    const before = refused.current;
    await queue.current;
    return refused.current === before;
  }, []);

  return { uploads, add, drop, settled };
}
