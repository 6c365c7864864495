import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { statIfPresent } from './file-system';
import { chooseAccount, findBarrier, ServerAccount } from './server-account';

/** Where root keeps what the server's account could not reach elsewhere. */
export const SYSTEM_DIRECTORY = '/var/lib/somabrain';

/** The one folder that is the embedded Postgres: it either holds a complete database cluster or does not exist. */
export interface Home {
  /** The folder itself, mode 0700: cluster, password, log and socket. */
  readonly directory: string;
  /** The database cluster (PGDATA). */
  readonly data: string;
  /** The superuser's password, mode 0600. */
  readonly passwordFile: string;
  readonly logFile: string;
  /** Whom the server runs as; undefined: us. */
  readonly account: ServerAccount | undefined;
}

/**
 * Decides where the database lies: in `postgres/` of the wished directory or, where root's unprivileged account cannot
 * get there, under /var/lib/somabrain. Creates the directory above it.
 * @param dataDirectory absolute, or relative to the working directory
 * @throws EmbeddedPostgresError when a database exists that its account cannot reach
 */
export async function chooseHome(dataDirectory: string, notice: (sentence: string) => void): Promise<Home> {
  const wished = resolve(dataDirectory, 'postgres');
  const existing = await statIfPresent(join(wished, 'data', 'PG_VERSION'));
  const account = await chooseAccount(existing);
  const mode = account && 0o755;
  await createDirectories(dirname(wished), mode);
  const home = account ? await reachableHome(wished, existing !== undefined, account, notice) : wished;
  await createDirectories(dirname(home), mode);
  return homeAt(join(await realpath(dirname(home)), 'postgres'), account);
}

/** The paths inside a home directory. */
export function homeAt(directory: string, account: ServerAccount | undefined): Home {
  return {
    directory,
    data: join(directory, 'data'),
    passwordFile: join(directory, 'password'),
    logFile: join(directory, 'server.log'),
    account,
  };
}

/** A name beside `path` that no one else uses: what is made there is moved to `path` when it is complete. */
export function partialName(path: string): string {
  return `${path}.partial-${randomBytes(6).toString('hex')}`;
}

/**
 * Makes a directory and those above it.
 * @param path absolute
 * @param mode of every directory that is new, whatever our umask; left to the umask when undefined
 */
export async function createDirectories(path: string, mode: number | undefined): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (mode === undefined || first === undefined) return;
  for (let made = path; made !== dirname(first); made = dirname(made)) await chmod(made, mode);
}

/** Gives a file or folder to the server's account. */
export async function giveTo(account: ServerAccount | undefined, path: string): Promise<void> {
  if (account) await chown(path, account.uid, account.gid);
}

async function reachableHome(
  wished: string,
  exists: boolean,
  account: ServerAccount,
  notice: (sentence: string) => void,
): Promise<string> {
  const barrier = await findBarrier(exists ? wished : dirname(wished), account);
  if (exists) {
    if (!barrier) return wished;
    throw new EmbeddedPostgresError(
      `The database in ${wished} belongs to the user "${account.name}", who may not enter ${barrier}. ` +
        `Allow it (chmod o+x ${barrier}), or start SomaBrain as that user.`,
    );
  }
  const name = createHash('sha256').update(wished).digest('hex').slice(0, 16);
  const relocated = join(SYSTEM_DIRECTORY, name, 'postgres');
  if (!barrier && !(await statIfPresent(relocated))) return wished;
  notice(
    `The database's files are in ${relocated}: Postgres does not run as root, and its user "${account.name}" ` +
      (barrier ? `may not enter ${barrier}.` : `could not enter ${dirname(wished)} when they were made.`),
  );
  return relocated;
}
