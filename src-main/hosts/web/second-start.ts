import { OPEN_HEADER, SECOND_HEADER } from './guard.ts';
import { readSecret } from './house.ts';

const WAIT_MS = 3_000;

/** Asks the run that holds the folder to say a new link and, with `open`, to open the browser. True if it was heard. */
export async function askRunning(dataDir: string, url: unknown, open: boolean): Promise<boolean> {
  const secret = readSecret(dataDir);
  if (secret === undefined || typeof url !== 'string' || new URL(url).hostname !== '127.0.0.1') return false;
  try {
    const answer = await fetch(`${url}/second`, {
      method: 'POST',
      headers: { [SECOND_HEADER]: secret, [OPEN_HEADER]: open ? '1' : '0' },
      signal: AbortSignal.timeout(WAIT_MS),
    });
    return answer.ok;
  } catch {
    return false;
  }
}
