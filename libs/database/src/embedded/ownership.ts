import { Client, DatabaseError, escapeIdentifier } from 'pg';
import { connectionString, Endpoint } from './endpoint';
import { Home } from './home';
import { until } from './until';

const CONNECT_LIMIT_MS = 2_000;
/** The session of an owner that was just killed ends within milliseconds; a new owner waits so long for that. */
const PREDECESSOR_LIMIT_MS = 1_000;
/** The number of our advisory lock: the bytes of "embedded", so that it is no one else's. */
const LOCK = Buffer.from('embedded').readBigInt64BE().toString();

/**
 * What came of a claim. `foreign`: the server refuses our password or serves another data directory; `silent`: nobody
 * answers, or the server takes no sessions at this moment.
 */
export type Claim = Ownership | 'taken' | 'foreign' | 'silent';

/**
 * The right to use, and to stop, the server of a data directory: a session that holds an advisory lock, and so ends with
 * our process, however that ends.
 */
export class Ownership {
  private constructor(
    private readonly session: Client,
    readonly endpoint: Endpoint,
    /** Resolves when the ownership has ended: it was released, or the server closed the session or crashed. */
    readonly ended: Promise<void>,
  ) {}

  /** Asks the server at `endpoint` for its ownership, with the superuser's password. */
  static async claim(endpoint: Endpoint, home: Home, password: string): Promise<Claim> {
    const session = new Client({
      connectionString: connectionString(endpoint, password, 'postgres'),
      application_name: 'somabrain owner',
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
    });
    // An error ends the session, and the end is what we act on.
    session.on('error', () => undefined);
    const ended = new Promise<void>((resolve) => session.once('end', resolve));
    try {
      await session.connect();
      if (!(await servesDirectory(session, home.data))) return await without(session, 'foreign');
      if (!(await lock(session))) return await without(session, 'taken');
      return new Ownership(session, endpoint, ended);
    } catch (error) {
      return without(
        session,
        error instanceof DatabaseError && error.code === '28P01' ? 'foreign' : 'silent',
      );
    }
  }

  /** Creates the database where it is missing: the first time, or after a crash in between. */
  async createDatabase(name: string): Promise<void> {
    const found = await this.session.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await this.session.query(`create database ${escapeIdentifier(name)}`);
  }

  /** Gives the ownership up. */
  async release(): Promise<void> {
    await this.session.end();
  }
}

async function without(session: Client, claim: Claim): Promise<Claim> {
  await session.end();
  return claim;
}

async function servesDirectory(session: Client, directory: string): Promise<boolean> {
  const text = `select current_setting('data_directory') = $1 as ours`;
  return (await session.query<{ ours: boolean }>(text, [directory])).rows[0]?.ours === true;
}

async function lock(session: Client): Promise<boolean> {
  const text = 'select pg_try_advisory_lock($1) as locked';
  const locked = await until(async () => {
    const answer = await session.query<{ locked: boolean }>(text, [LOCK]);
    return answer.rows[0]?.locked ? true : undefined;
  }, PREDECESSOR_LIMIT_MS);
  return locked === true;
}
