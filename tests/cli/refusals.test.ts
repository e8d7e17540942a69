import { closeSync, mkdirSync, openSync, readdirSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { createWords } from '#main/base/words.ts';
import { describeError } from '#main/hosts/cli/errors.ts';
import { craftXlsx } from '../imports/craft.ts';
import { desk, deskWords } from './run.ts';
import { sharedFolder } from './shared-folder.ts';

const root = sharedFolder();
const data = join(root, 'data');
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(root, name), content);
  return join(root, name);
};
const points = () => readdirSync(data).flatMap((name) => (name === 'backups' ? readdirSync(join(data, name)) : []));

beforeAll(async () => {
  const made = await desk('init', '--data', data, '--centre', 'centre', '--manager', 'boss', '--password', 'long enough');
  expect(made.code).toBe(0);
});

it('says in words why a file is refused, and makes no backup point for it', async () => {
  const before = points();
  const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000)]);
  const huge = file('huge.csv', '');
  truncateSync(huge, 61_000_000);
  mkdirSync(join(root, 'folder'));
  for (const [path, words] of [
    [file('empty.xlsx', ''), 'empty'],
    [file('old.xls', old), '.xls'],
    [file('locked.xlsx', Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')])), 'password'],
    [file('text.csv', 'one,two\n1,2\n'), 'heading'],
    [huge, 'large'],
    [join(root, 'nowhere.xlsx'), 'nowhere.xlsx'],
    [join(root, 'folder'), 'folder'],
  ] as const) {
    const refused = await deskWords('import', 'students', path, '--data', data, '--lang', 'en');
    expect([path, refused]).toMatchObject([path, { code: 1, out: '', err: expect.stringContaining(words) }]);
    expect(refused.err).not.toMatch(/\b[a-z]+_[a-z]+\b/);
  }
  expect(points()).toEqual(before);
});

it('names the lists on further sheets that it did not read', async () => {
  const list = { 1: ['姓名', '电话'], 2: ['张三', '13800000001'] };
  const book = file('book.xlsx', craftXlsx({ sheets: ['一班', '二班'].map((name) => ({ name, rows: list })) }));
  const seen = await deskWords('import', 'students', book, '--data', data, '--dry-run', '--lang', 'zh-CN');
  expect(seen).toMatchObject({ code: 0, out: expect.stringContaining('工作表“二班”也像名单') });
});

it('ends with 1 and words when a page of the database is damaged, wherever it is met', async () => {
  const database = join(data, 'desk.db');
  const pages = Math.floor(statSync(database).size / 4096);
  const handle = openSync(database, 'r+');
  for (let page = 1; page < pages; page += 1) writeSync(handle, Buffer.from([0xff, 0x00, 0x12]), 0, 3, page * 4096 + 900);
  closeSync(handle);
  const found = await desk<{ error: { code: string; message: string } }>('verify', '--data', data, '--lang', 'en');
  expect(found).toMatchObject({ code: 1, json: { error: { code: 'DATABASE_UNREADABLE', message: expect.stringContaining('damage') } } });
});

it('says in words that a folder cannot be made', async () => {
  const below = join(file('a-file', ''), 'data');
  for (const args of [
    ['init', '--centre', 'c', '--manager', 'm', '--password', 'long enough'],
    ['restore', join(root, 'nowhere.db')],
  ])
    expect(await desk(...args, '--data', below)).toMatchObject({ code: 1, json: { error: { code: 'FOLDER_NOT_WRITABLE' } } });
});

it.each([
  ['SQLITE_CORRUPT_VTAB', 'DATABASE_DAMAGED'],
  ['SQLITE_IOERR_READ', 'DATABASE_UNREADABLE'],
  ['SQLITE_FULL', 'NOT_SAVED_DISK_FULL'],
  ['ENOSPC', 'NOT_SAVED_DISK_FULL'],
  ['EROFS', 'FOLDER_NOT_WRITABLE'],
  ['SQLITE_READONLY_DIRECTORY', 'FOLDER_NOT_WRITABLE'],
])('has words for %s from below', (code, named) => {
  const told = describeError(Object.assign(new Error('raw'), { code }), createWords('en'));
  expect(told?.code).toBe(named);
  expect(told?.message).not.toContain('raw');
});
