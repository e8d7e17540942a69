import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/index.ts';
import { openBrowser } from './web.ts';

export type ApiClient = ContractRouterClient<Contract>;

/** The contract over HTTP, let in by a link, as a browser of its own. */
export async function apiClient(link: string): Promise<ApiClient> {
  const browser = await openBrowser(link);
  if (browser.status !== 204) throw new Error(`the link was refused with ${browser.status}`);
  return createORPCClient(new RPCLink({ url: `${browser.origin}/rpc`, fetch: browser.fetch }));
}
