/**
 * The manifest of a backup: its moment, its id and every file with size and SHA-256, signed. `manifest.sig` is the plain Ed25519
 * signature of its bytes, so that other programs can check it as well.
 */
import { createHash, randomUUID, sign, verify } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SetupError } from '../setup.mjs';
import { fingerprint } from './backup-keys.mjs';

/** The files that a backup can have. Nothing else is read, whatever a manifest names. */
const FILES = ['postgres.dump', 'tables.tsv', 'roles.sql', 'redis.rdb', 'kafka-offsets.tsv', 'settings.env'];
const NEEDED = ['postgres.dump', 'tables.tsv', 'roles.sql'];
/** What is not listed: the list itself, and that verify-backup.sh has seen it. Nobody reads the latter. */
const BESIDE = ['manifest', 'manifest.sig', 'verified'];
const SIGNATURE = 'manifest.sig';
const LARGEST_MANIFEST = 65_536;
const NOT_OURS = 'has a manifest that SomaBrain did not write';
const TRUSTED = 'If you know that it is yours and whole, --allow-unsigned takes it as it is';
const UNTOUCHED = 'Nothing of it was used.';

const VALUES = {
  snapshot_at: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  begun_at: /^\d{8}_\d{6}$/,
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  key: /^[0-9a-f]{16}$/,
};

/**
 * Completes the manifest that a backup was begun with and signs it.
 * @param key null where none is configured
 * @returns the id of the backup
 */
export async function seal(directory, key) {
  const lines = [(await readSmall(directory, 'manifest')).toString().trimEnd(), `id=${randomUUID()}`];
  if (key) lines.push(`key=${fingerprint(key)}`);
  for (const name of (await plainFiles(directory)).filter((name) => name !== 'manifest').sort()) {
    const { size, sha256 } = await digest(directory, name);
    lines.push(`file=${sha256} ${size} ${name}`);
  }
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  // A manifest that could not be read again would be found when it is too late.
  const { values } = parse(directory, bytes.toString());
  await writeFile(join(directory, 'manifest'), bytes, { mode: 0o600 });
  if (key) await writeFile(join(directory, SIGNATURE), sign(null, bytes, key), { mode: 0o600, flag: 'wx' });
  return values.id;
}

/**
 * Checks that a backup is as it was written, before anything of it is used.
 * @param keys the public keys, any of which may have signed it
 * @param demands { signature, newerThan }: `required` a signature by one of them, `configured` only where there is a key or a signature,
 *   `unchecked` neither; and the time in milliseconds that it has to be later than, or undefined
 * @returns { id, snapshotAt, signer: the fingerprint of the key it is known to be signed by, or null }
 * @throws SetupError with the reason
 */
export async function check(directory, keys, { signature, newerThan }) {
  const entries = await plainFiles(directory);
  const bytes = await readSmall(directory, 'manifest');
  const text = bytes.toString();
  const old = text.startsWith('format=1\n');
  const signer = await signerOf(directory, {
    signature,
    keys,
    bytes,
    unsigned: old || !entries.includes(SIGNATURE),
  });
  const manifest = old ? await oldManifest(directory, text, entries) : parse(directory, text);
  checkNames(directory, entries, manifest);
  for (const [name, { size, sha256 }] of manifest.files) {
    const found = await digest(directory, name, size);
    if (found.sha256 !== sha256) damaged(directory, `${name} is not what was saved`);
  }
  checkTime(directory, manifest.values, newerThan);
  return { id: manifest.values.id ?? 'none', snapshotAt: manifest.values.snapshot_at, signer };
}

/** The names in the directory; each must be a file, and none a link to something outside. */
async function plainFiles(directory) {
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries) if (!entry.isFile()) damaged(directory, `${entry.name} is not a plain file`);
  for (const name of ['manifest', ...NEEDED])
    if (!entries.some((entry) => entry.name === name)) damaged(directory, `${name} is missing`);
  return entries.map(({ name }) => name);
}

async function signerOf(directory, { signature, keys, bytes, unsigned }) {
  if (unsigned) {
    // Whoever changed a backup could otherwise leave its signature out.
    if (signature === 'required' || (signature === 'configured' && keys.length > 0))
      refuse(directory, `is not signed, so nobody can tell whether it was changed. ${TRUSTED}`);
    return null;
  }
  const found = await readSmall(directory, SIGNATURE);
  const signer = keys.find((key) => verify(null, bytes, key, found));
  if (signer) return fingerprint(signer);
  if (signature === 'unchecked') return null;
  if (keys.length === 0)
    refuse(
      directory,
      `is signed, and there is no key to check that with: set BACKUP_PUBLIC_KEY_FILE. ${TRUSTED}`,
    );
  const named = /^key=([0-9a-f]{16})$/m.exec(bytes.toString())?.[1] ?? 'none';
  const mine = keys.map(fingerprint);
  if (!mine.includes(named))
    refuse(directory, `is signed by another key: ${named}, and yours is ${mine.join(' or ')}. ${TRUSTED}`);
  return refuse(directory, 'has a wrong signature: its manifest was changed');
}

function parse(directory, text) {
  const badLine = () => refuse(directory, NOT_OURS);
  if (!text.startsWith('format=2\n')) refuse(directory, 'has a format that this release does not know');
  const [values, files] = [{}, new Map()];
  for (const line of text.trimEnd().split('\n')) {
    const [, name, value] = /^([a-z_]+)=([^\0-\x1f]*)$/.exec(line) ?? badLine();
    if (name === 'file') {
      const [, sha256, size, file] = /^([0-9a-f]{64}) (\d{1,15}) (\S+)$/.exec(value) ?? badLine();
      if (!FILES.includes(file) || files.has(file)) badLine();
      files.set(file, { sha256, size: Number(size) });
    } else if (name in values) badLine();
    else values[name] = value;
  }
  for (const [name, pattern] of Object.entries(VALUES))
    if (!(name === 'key' && !('key' in values)) && !pattern.test(values[name])) badLine();
  return { values, files };
}

/** Of releases that did not sign: checksums only. */
async function oldManifest(directory, text, entries) {
  const badLine = () => refuse(directory, NOT_OURS);
  if (!entries.includes('SHA256SUMS')) damaged(directory, 'SHA256SUMS is missing');
  const files = new Map();
  for (const line of (await readSmall(directory, 'SHA256SUMS')).toString().trimEnd().split('\n')) {
    const [, sha256, name] = /^([0-9a-f]{64}) [ *](\S+)$/.exec(line) ?? badLine();
    if (![...FILES, 'manifest'].includes(name)) badLine();
    files.set(name, { sha256 });
  }
  const snapshot_at = /^snapshot_at=(.*)$/m.exec(text)?.[1] ?? '';
  if (!VALUES.snapshot_at.test(snapshot_at) || !files.has('manifest')) badLine();
  return { values: { snapshot_at }, files, beside: ['SHA256SUMS', 'verified'] };
}

function checkNames(directory, entries, { files, beside = BESIDE }) {
  for (const name of NEEDED) if (!files.has(name)) damaged(directory, `its manifest does not name ${name}`);
  for (const name of files.keys()) if (!entries.includes(name)) damaged(directory, `${name} is missing`);
  for (const name of entries)
    if (!files.has(name) && !beside.includes(name)) damaged(directory, `${name} was not part of it`);
}

/** A signed backup stays signed for ever: an older one in the place of a newer one is as good a forgery as any. */
function checkTime(directory, { snapshot_at, begun_at }, newerThan) {
  const name = basename(directory);
  if (begun_at && VALUES.begun_at.test(name) && name !== begun_at)
    refuse(directory, `is the backup that was begun at ${begun_at}: it was renamed`);
  if (newerThan !== undefined && Date.parse(snapshot_at) <= newerThan)
    refuse(directory, `is of ${snapshot_at}, not newer than ${new Date(newerThan).toISOString()}`);
}

/** Size and SHA-256 of a file. @param expected its size; another one is refused before a byte is read */
async function digest(directory, name, expected) {
  const file = await openFile(directory, name);
  try {
    const { size } = await file.stat();
    if (expected !== undefined && size !== expected)
      damaged(directory, `${name} has ${size} bytes, and ${expected} were saved`);
    const hash = createHash('sha256');
    for await (const part of file.createReadStream({ autoClose: false })) hash.update(part);
    return { size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

async function readSmall(directory, name) {
  const file = await openFile(directory, name);
  try {
    if ((await file.stat()).size > LARGEST_MANIFEST) damaged(directory, `${name} is too long`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Opens a file of a backup, never what a link leads to. */
async function openFile(directory, name) {
  const path = join(directory, name);
  if (!(await lstat(path)).isFile()) damaged(directory, `${name} is not a plain file`);
  return open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
}

function damaged(directory, reason) {
  throw new SetupError(`${directory} is damaged: ${reason}. ${UNTOUCHED}`);
}

function refuse(directory, reason) {
  throw new SetupError(`${directory} ${reason}. ${UNTOUCHED}`);
}
