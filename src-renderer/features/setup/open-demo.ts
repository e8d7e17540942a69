import type { DeskClient } from '#renderer/lib/client.ts';
import { ports } from '#renderer/lib/ports.ts';

/**
 * Opens the demo centre in this window and waits until it answers: the host changes the house after the answer went out.
 * Errors: what the host says, INVALID where this build has no demo.
 */
export async function openDemo(client: DeskClient): Promise<void> {
  await client.setup.openDemo();
  await untilDemo(true);
}

/** Back to the own centre. */
export async function leaveDemo(client: DeskClient): Promise<void> {
  await client.setup.leaveDemo();
  await untilDemo(false);
}

const TRIES = 40;
const WAIT_MS = 150;

async function untilDemo(wanted: boolean): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const now = await ports()
      .session.current()
      .catch(() => undefined);
    if (now?.demo === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}
