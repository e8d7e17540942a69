import type { ApiClient } from '../support/api.ts';

type Subject = Parameters<ApiClient['attachments']['list']>[0]['subject'];

/** Attaches a file part by part, as the screens do. */
export async function attach(api: ApiClient, subject: Subject, name: string, content: Uint8Array, key?: string) {
  const { uploadId, partBytes } = await api.attachments.begin({ subject, name, bytes: content.length });
  for (let from = 0; from < content.length; from += partBytes) {
    const part = new File([new Uint8Array(content.subarray(from, from + partBytes))], 'part');
    await api.attachments.send({ uploadId, from, part });
  }
  return { ...(await api.attachments.finish({ uploadId, ...(key ? { key } : {}) })), uploadId };
}
