import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { SIGNED_AS } from '../../src-main/hosts/electron/updates/trust.ts';

/** The maker's half of hosts/electron/updates/trust.ts. */

/** The public half as it stands in update-keys.json: SPKI, DER, base64. */
export function publicText(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}

/** The name by which a signature calls its key. */
export function keyName(spki: string): string {
  return createHash('sha256').update(Buffer.from(spki, 'base64')).digest('hex').slice(0, 16);
}

/** A new pair: the private half as PEM (PKCS#8), the public half for the program. */
export function makeKeyPair(): { pem: string; spki: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { pem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), spki: publicText(privateKey) };
}

/** Reads a private key; anything but Ed25519 is refused. */
export function readKey(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the key is not Ed25519');
  return key;
}

/** The `.sig` file of a manifest, by one key or by two while a key is being changed. */
export function signManifest(text: Buffer, keys: readonly KeyObject[]): Buffer {
  const signed = Buffer.concat([Buffer.from(SIGNED_AS), text]);
  const signatures = keys.map((key) => ({ key: keyName(publicText(key)), value: sign(null, signed, key).toString('base64') }));
  return Buffer.from(`${JSON.stringify({ signatures }, null, 2)}\n`);
}
