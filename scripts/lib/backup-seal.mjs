/**
 * What the scripts of backups do with signatures, and what a backup says about roles:
 *   backup-seal.mjs seal DIRECTORY                           completes and signs the manifest; prints the id
 *   backup-seal.mjs check DIRECTORY required|configured|unchecked [TIME]   prints what it is, or the reason why it is refused
 *   backup-seal.mjs roles DIRECTORY                          prints the statements that make its roles
 *   backup-seal.mjs keys DIRECTORY                           makes a pair of keys
 * BACKUP_SIGNING_KEY and BACKUP_PUBLIC_KEY, or their _FILE, are the keys.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureNode, exitOnSetupError, SetupError } from '../setup.mjs';
import { makeKeys, publicKeys, signingKey } from './backup-keys.mjs';
import { check, seal } from './backup-manifest.mjs';
import { readRoles, rolesAsSql } from './backup-roles.mjs';

const [, , task, directory, signature, newerThan] = process.argv;

const TASKS = {
  seal: async () => {
    const key = signingKey(process.env);
    const id = await seal(directory, key);
    if (key) return id;
    console.error(
      'WARNING: this backup is not signed. Whoever can write to it can change it, and nobody will notice. ' +
        'Make a pair of keys with scripts/make-backup-key.sh and set BACKUP_SIGNING_KEY_FILE (docs/backup-and-recovery.md).',
    );
    return id;
  },
  check: async () => {
    const backup = await check(directory, publicKeys(process.env), {
      signature,
      newerThan: timeOf(newerThan),
    });
    // What the restore will refuse is refused before anything is made.
    rolesOf(directory);
    if (!backup.signer)
      console.error(
        'WARNING: the signature of this backup was not checked. Whoever could write to it can have put anything into it, and what its dump ' +
          'says is run with the rights of the user of the database.',
      );
    return `backup ${backup.id} of ${backup.snapshotAt}, ${backup.signer ? `signed by the key ${backup.signer}` : 'not known to be signed'}`;
  },
  roles: () => rolesAsSql(rolesOf(directory)),
  keys: () => {
    const made = makeKeys(directory);
    return (
      `${made.private}: where backups are made, as BACKUP_SIGNING_KEY_FILE. Keep a copy where your passwords are, never beside backups.\n` +
      `${made.public}: where backups are verified or restored, as BACKUP_PUBLIC_KEY_FILE.\n` +
      `Fingerprint: ${made.fingerprint}`
    );
  },
};

await exitOnSetupError(async () => {
  ensureNode();
  const said = await TASKS[task]();
  if (said !== undefined) console.log(said);
});

function rolesOf(directory) {
  return readRoles(readFileSync(join(directory, 'roles.sql'), 'utf8'));
}

function timeOf(text) {
  if (!text) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new SetupError(`--expect-newer-than ${text} is not a time; write it as 2026-01-31T02:00:00Z`);
  return time;
}
