/**
 * The keys that backups are signed with: Ed25519. The private one is where backups are made; who verifies or restores needs the
 * public one only. Both stay outside of every backup.
 *
 * A key is a PEM, or the line between the first and the last of one, so that it fits into `.env`.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../setup.mjs';

const SIGNING = 'BACKUP_SIGNING_KEY';
const PUBLIC = 'BACKUP_PUBLIC_KEY';

/** @returns the key that signs backups, or null where none is configured @throws SetupError where it is not one */
export function signingKey(environment) {
  const text = textOf(SIGNING, environment);
  return text === null ? null : parsed(SIGNING, text, 'pkcs8', createPrivateKey);
}

/**
 * The keys that signatures are checked with: the public one that is configured, and that of the key which signs here, so that both
 * an old key and a new one can be known.
 * @returns none to two keys
 * @throws SetupError where one is not a key
 */
export function publicKeys(environment) {
  const text = textOf(PUBLIC, environment);
  const key = signingKey(environment);
  return [
    ...(text === null ? [] : [parsed(PUBLIC, text, 'spki', createPublicKey)]),
    ...(key ? [createPublicKey(key)] : []),
  ];
}

/** A short name of a pair of keys, for people to compare. @param key one of the two */
export function fingerprint(key) {
  const shown = key.type === 'private' ? createPublicKey(key) : key;
  const der = shown.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/**
 * Makes a pair of keys and writes it into a directory.
 * @returns the two paths and the fingerprint
 * @throws SetupError where one of the files is there already
 */
export function makeKeys(directory) {
  const pair = generateKeyPairSync('ed25519');
  const files = {
    private: join(directory, 'backup-signing.pem'),
    public: join(directory, 'backup-public.pem'),
  };
  write(files.private, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600);
  write(files.public, pair.publicKey.export({ type: 'spki', format: 'pem' }), 0o644);
  return { ...files, fingerprint: fingerprint(pair.publicKey) };
}

function write(path, text, mode) {
  try {
    writeFileSync(path, text, { mode, flag: 'wx' });
  } catch (error) {
    throw new SetupError(
      error.code === 'EEXIST'
        ? `${path} is there already; it was not changed. Backups that it signed need it.`
        : `${path} cannot be written: ${error.message}`,
    );
  }
}

/** The text of a key: from its variable, or from the file that NAME_FILE names. */
function textOf(name, environment) {
  const file = environment[`${name}_FILE`];
  if (environment[name] && file)
    throw new SetupError(`${name} and ${name}_FILE are both set; set one of them.`);
  if (environment[name]) return environment[name];
  if (!file) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SetupError(`${name}_FILE=${file} cannot be read: ${error.message}`);
  }
}

function parsed(name, text, type, create) {
  const key = readKey(text.trim(), type, create);
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new SetupError(
    `${name} is not an Ed25519 key: write its PEM or its one line of base64. scripts/make-backup-key.sh makes a pair of keys.`,
  );
}

function readKey(text, type, create) {
  try {
    if (!text.startsWith('-----')) return create({ key: Buffer.from(text, 'base64'), format: 'der', type });
    // A public key is read from the PEM of a private one, too; whoever does so has handed out the wrong file.
    if (type === 'spki' && text.includes('PRIVATE KEY')) return null;
    return create(text);
  } catch {
    return null;
  }
}
