import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyStore, type KeyPort } from '#main/base/keys.ts';
import { hashPassword, verifyPassword } from '#main/base/passwords.ts';
import { makeRecoveryCode, parseRecoveryCode } from '#main/base/recovery-code.ts';
import { isFailure } from '#shared/contract/failure.ts';
import { tempFolder } from '../support/folder.ts';

const CHEAP = { ln: 10, r: 8, p: 1 };
const coded = (code: string, data?: object) => (error: unknown) => {
  if (!isFailure(error, code)) return false;
  if (data) expect(error.data).toMatchObject(data);
  return true;
};
const keychain = (name: string, pad = 0x5a): KeyPort => ({
  name,
  encrypt: (plain) => Promise.resolve(Buffer.from(plain.map((byte) => byte ^ pad))),
  decrypt: (sealed) => Promise.resolve(Buffer.from(sealed.map((byte) => byte ^ pad))),
});

describe('the recovery code', () => {
  it('is eight groups of four that a person may type in any way', () => {
    const code = makeRecoveryCode();
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
    const plain = parseRecoveryCode(code);
    const full = [...code].map((char) => (/[0-9A-Z]/.test(char) ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : '－')).join('');
    for (const typed of [
      code.toLowerCase(),
      code.replaceAll('-', ' '),
      ` ${code}\n`,
      code.replaceAll('0', 'o').replaceAll('1', 'l'),
      full,
      code.replaceAll('-', '—'),
    ]) {
      expect(parseRecoveryCode(typed)).toBe(plain);
    }
  });

  it('notices a wrong length, letters that do not occur and any single slip', () => {
    expect(() => parseRecoveryCode('ABCD-EFGH')).toThrow('RECOVERY_CODE_INVALID');
    expect(() => parseRecoveryCode(makeRecoveryCode().replace(/^./, 'U'))).toThrow('RECOVERY_CODE_INVALID');
    let missed = 0;
    fc.assert(
      fc.property(fc.nat(29), fc.integer({ min: 1, max: 31 }), (place, shift) => {
        const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
        const chars = [...makeRecoveryCode().replaceAll('-', '')];
        chars[place] = alphabet[(alphabet.indexOf(chars[place] as string) + shift) % 32] as string;
        try {
          parseRecoveryCode(chars.join(''));
          missed += 1;
        } catch (error) {
          expect(coded('RECOVERY_CODE_INVALID', { reason: 'checksum' })(error)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
    // One in 1,024 slips by the checksum; the seal of the envelope stops it then.
    expect(missed).toBeLessThan(12);
  });
});

describe('the keys of a folder', () => {
  it('open by keychain, file or recovery code, in this order, and survive the loss of any two', async () => {
    const folder = tempFolder();
    const store = createKeyStore(folder, CHEAP);
    expect(store.exists()).toBe(false);
    await expect(store.open({ file: true })).rejects.toSatisfy(coded('KEYS_MISSING'));
    const os = keychain('kwallet');
    const { key, recoveryCode } = await store.create({ os, file: true, recovery: true });
    expect(key).toHaveLength(32);
    await expect(store.create({ file: true })).rejects.toSatisfy(coded('KEYS_EXIST'));
    expect(store.envelopes().map(({ kind }) => kind)).toEqual(['os', 'file', 'recovery']);
    const means = { os, file: true, recoveryCode };
    expect(await store.open(means)).toEqual({ key, by: 'os', failed: [], exposed: false });
    expect(await store.open({ ...means, os: undefined })).toMatchObject({ key, by: 'file', exposed: false });
    expect(await store.open({ recoveryCode })).toMatchObject({ key, by: 'recovery' });
    rmSync(join(folder, 'desk.key'));
    const broken: KeyPort = { ...os, decrypt: () => Promise.reject(new Error('locked')) };
    const before = readFileSync(join(folder, 'keys.json'));
    expect(await store.open({ ...means, os: broken })).toEqual({
      key,
      by: 'recovery',
      exposed: false,
      failed: [
        { kind: 'os', code: 'UNREADABLE' },
        { kind: 'file', code: 'KEY_FILE_MISSING' },
      ],
    });
    await expect(store.open({ os: broken, file: true })).rejects.toSatisfy(
      coded('KEY_NOT_OPENED', { present: ['os', 'file', 'recovery'] }),
    );
    expect(readFileSync(join(folder, 'keys.json')).equals(before)).toBe(true);
  });

  it('hold neither key nor code in plain, in files for their owner only', async () => {
    const folder = tempFolder();
    const store = createKeyStore(folder, CHEAP);
    const { key, recoveryCode } = await store.create({ file: true, recovery: true });
    const text = readFileSync(join(folder, 'keys.json'), 'utf8') + readFileSync(join(folder, 'desk.key'), 'utf8');
    for (const secret of [
      key.toString('hex'),
      key.toString('base64'),
      recoveryCode as string,
      (recoveryCode as string).replaceAll('-', ''),
    ]) {
      expect(text).not.toContain(secret);
    }
    if (process.platform !== 'win32') {
      for (const name of ['keys.json', 'desk.key']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      chmodSync(join(folder, 'desk.key'), 0o644);
      expect(await store.open({ file: true })).toMatchObject({ key, exposed: true });
    }
  });

  it('take a new host, a new code, and keep envelopes they do not understand', async () => {
    const folder = tempFolder();
    const store = createKeyStore(folder, CHEAP);
    const { key, recoveryCode: first } = await store.create({ file: true, recovery: true });
    const path = join(folder, 'keys.json');
    const json = JSON.parse(readFileSync(path, 'utf8')) as { envelopes: unknown[] };
    json.envelopes.push({ kind: 'yubikey', slot: 2 });
    writeFileSync(path, JSON.stringify(json));
    await store.add(key, { os: keychain('libsecret', 0x11) });
    await store.add(key, { os: keychain('dpapi', 0x22) });
    await store.add(key, { os: keychain('dpapi', 0x33) });
    expect(await store.open({ os: keychain('libsecret', 0x11) })).toMatchObject({ key, by: 'os' });
    expect(await store.open({ os: keychain('dpapi', 0x33) })).toMatchObject({ key, by: 'os' });
    const second = await store.renewRecoveryCode(key, async () => {
      // what opens is known at every moment
      expect(await store.checkRecoveryCode(first as string)).toBe(true);
      expect(store.envelopes().filter(({ kind }) => kind === 'recovery')).toHaveLength(2);
    });
    expect(await store.checkRecoveryCode(second)).toBe(true);
    expect(await store.checkRecoveryCode(first as string)).toBe(false);
    await expect(store.open({ recoveryCode: first })).rejects.toSatisfy(coded('RECOVERY_CODE_WRONG'));
    await expect(store.checkRecoveryCode('nonsense')).rejects.toSatisfy(coded('RECOVERY_CODE_INVALID'));
    expect(readFileSync(path, 'utf8')).toContain('yubikey');
    await expect(store.add(Buffer.alloc(32), { file: true })).rejects.toSatisfy(coded('KEY_FOREIGN'));
    expect(store.keyId()).toMatch(/^[0-9a-f]{16}$/);
  });

  it('keep the old recovery code when the new one could not be recorded', async () => {
    const store = createKeyStore(tempFolder(), CHEAP);
    const { key, recoveryCode } = await store.create({ file: true, recovery: true });
    await expect(store.renewRecoveryCode(key, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
    expect(await store.checkRecoveryCode(recoveryCode as string)).toBe(true);
    expect(store.envelopes().map(({ kind }) => kind)).toEqual(['file', 'recovery']);
  });

  it('refuse a keychain that answers with another key, and a damaged file', async () => {
    const folder = tempFolder();
    const store = createKeyStore(folder, CHEAP);
    await store.create({ os: keychain('dpapi'), file: true });
    expect(await store.open({ os: keychain('dpapi', 1), file: true })).toMatchObject({
      by: 'file',
      failed: [{ kind: 'os', code: 'KEY_FOREIGN' }],
    });
    writeFileSync(join(folder, 'keys.json'), '{"version":1');
    await expect(store.open({ file: true })).rejects.toSatisfy(coded('KEYS_DAMAGED'));
  });
});

describe('passwords', () => {
  it('are stored as PHC text at full cost and verified', async () => {
    const stored = await hashPassword('correct horse');
    expect(stored).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$/);
    expect(await verifyPassword('correct horse', stored)).toBe(true);
    expect(await verifyPassword('correct Horse', stored)).toBe(false);
  });

  it('are salted and take full-width typing for the same', async () => {
    const [one, two] = await Promise.all([hashPassword('密码1234', CHEAP), hashPassword('密码1234', CHEAP)]);
    expect(one).not.toBe(two);
    expect(await verifyPassword('密码１２３４', one as string)).toBe(true);
  });

  it('never match a text that is no hash, nor one that asks for all memory', async () => {
    for (const stored of ['', 'plain', '$scrypt$ln=17,r=8,p=1$short$x', `$scrypt$ln=25,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`]) {
      expect(await verifyPassword('x', stored)).toBe(false);
    }
  });
});
