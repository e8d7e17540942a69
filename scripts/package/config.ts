import { join } from 'node:path';
import { z } from 'zod';

/** What the surroundings add to electron-builder.yml. A release has to be able to sign; anything else may stay unsigned. */

/** Where the feed is when none was set: nobody answers there, and the program knows it as "no address". */
export const NO_FEED = 'https://updates.invalid/';

const azure = z.object({
  publisherName: z.string().min(1),
  endpoint: z.url(),
  codeSigningAccountName: z.string().min(1),
  certificateProfileName: z.string().min(1),
});

export type Surroundings = Readonly<Record<string, string | undefined>>;

/** The configuration for one run of electron-builder. Throws when AZURE_SIGNING is no JSON of the four values. */
export function builderConfig(root: string, env: Surroundings, more: Record<string, unknown> = {}): Record<string, unknown> {
  const release = env.DESK_RELEASE === '1';
  const signing = env.AZURE_SIGNING ? azure.parse(JSON.parse(env.AZURE_SIGNING)) : undefined;
  return {
    extends: join(root, 'electron-builder.yml'),
    publish: { provider: 'generic', url: env.DESK_UPDATE_FEED || NO_FEED },
    forceCodeSigning: release,
    ...(release ? { mac: { notarize: true } } : {}),
    ...(signing ? { win: { azureSignOptions: signing } } : {}),
    ...more,
  };
}

/** What a release lacks on a platform (`win`, `mac`, `linux`), in words; nothing when it can begin. */
export function missingFor(target: string, env: Surroundings, keys: readonly string[]): string[] {
  const lacking = (...names: string[]): string[] => names.filter((name) => !env[name]).map((name) => `${name} is not set`);
  const common = [
    ...lacking('DESK_UPDATE_FEED'),
    ...(keys.length === 0 ? ['scripts/package/update-keys.json has no key; make one with sign-manifest.ts make-key'] : []),
  ];
  if (env.DESK_UPDATE_FEED && !env.DESK_UPDATE_FEED.startsWith('https://')) common.push('DESK_UPDATE_FEED is not an https address');
  if (target === 'win') {
    const byAzure = lacking('AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET');
    return [...common, ...(env.AZURE_SIGNING ? byAzure : lacking('WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'))];
  }
  if (target === 'mac')
    return [...common, ...lacking('CSC_LINK', 'CSC_KEY_PASSWORD', 'APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER')];
  return common;
}
