import { MOST_BYTES } from '#shared/rules/attachments.ts';
import { client } from './client.ts';

type Client = typeof client.attachments;
export type FileSubject = Parameters<Client['list']>[0]['subject'];
export type Uploaded = Awaited<ReturnType<Client['finish']>>;

/**
 * Sends a file to the core part by part, so that it shows how far it is and can be stopped. Throws the core's failures, and an
 * AbortError when it was stopped; in both cases nothing was kept.
 */
export async function uploadFile(
  subject: FileSubject,
  file: File,
  { onProgress, signal }: { onProgress: (sent: number) => void; signal: AbortSignal },
): Promise<Uploaded> {
  const { uploadId, partBytes } = await client.attachments.begin({ subject, name: file.name, bytes: file.size }, { signal });
  try {
    for (let from = 0; from < Math.min(file.size, MOST_BYTES); from += partBytes) {
      const part = new File([file.slice(from, from + partBytes)], 'part');
      await client.attachments.send({ uploadId, from, part }, { signal });
      onProgress(Math.min(from + partBytes, file.size));
    }
    // From here on it is written or it is not; stopping would leave that open.
    signal.throwIfAborted();
    return await client.attachments.finish({ uploadId, key: crypto.randomUUID() });
  } catch (error) {
    client.attachments.cancel({ uploadId }).catch(() => undefined);
    throw error;
  }
}
