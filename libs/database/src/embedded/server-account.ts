import { Stats } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { statIfPresent } from './file-system';

/** The unprivileged user the server runs as when we are root, which Postgres refuses to be. */
export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Permission bits of one class of users, as in a file's mode. */
export const READ = 4;
export const ENTER = 1;

/**
 * Chooses the account of the server: nobody else while we are an ordinary user; as root whoever owns the data already,
 * else `postgres` where the machine has it, else `nobody`.
 * @param existingData the folder of an existing database
 */
export async function chooseAccount(existingData: Stats | undefined): Promise<ServerAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8'));
  if (existingData && existingData.uid !== 0) {
    const { uid, gid } = existingData;
    return accounts.find((account) => account.uid === uid) ?? { name: `uid ${uid}`, uid, gid };
  }
  const chosen = ['postgres', 'nobody']
    .map((name) => accounts.find((account) => account.name === name))
    .find((account) => account !== undefined && account.uid !== 0);
  if (chosen) return chosen;
  throw new EmbeddedPostgresError(
    'Postgres does not run as root, and this machine has neither a user "postgres" nor "nobody" to run it as. ' +
      'Start SomaBrain as an ordinary user, or set SOMABRAIN_POSTGRES_DSN to a Postgres of your own.',
  );
}

/** The accounts of an /etc/passwd (passwd(5)); lines that are not accounts are left out. */
export function parseAccounts(passwd: string): ServerAccount[] {
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** Whether the mode of a file or directory gives the account these bits. Supplementary groups do not count: they are dropped. */
export function permits(
  file: Pick<Stats, 'mode' | 'uid' | 'gid'>,
  account: ServerAccount,
  bits: number,
): boolean {
  const shift = file.uid === account.uid ? 6 : file.gid === account.gid ? 3 : 0;
  return ((file.mode >> shift) & bits) === bits;
}

/**
 * The first directory, from the root down, on the way to `path` that the account may not enter; undefined when all let it
 * through. What does not exist yet is not in the way.
 */
export async function findBarrier(path: string, account: ServerAccount): Promise<string | undefined> {
  let existing = resolve(path);
  while (!(await statIfPresent(existing))) existing = dirname(existing);
  let barrier: string | undefined;
  for (let directory = await realpath(existing); ; directory = dirname(directory)) {
    const found = await statIfPresent(directory);
    if (found && !permits(found, account, ENTER)) barrier = directory;
    if (directory === dirname(directory)) return barrier;
  }
}
