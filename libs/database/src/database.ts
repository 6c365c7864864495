import type { OnApplicationShutdown } from '@nestjs/common';
import {
  filterOf,
  type Logger,
  Problem,
  type TenantId,
  type Viewer,
  type Visibility,
} from '@somabrain/kernel';
import { Client, type ClientConfig, escapeLiteral, Pool, type PoolClient, type QueryResultRow } from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import { AdvisoryLocks } from './advisory-locks';
import { copyBytes } from './copied-bytes';
import { FrozenGuard } from './frozen-guard';
import { HealthConnection } from './health-connection';
import { sqlFailureOf } from './sql-error';

/** SQL with parameters. */
export interface Statement {
  /**
   * With a name, each connection prepares the statement once and keeps its plan. Only for plans that are right at any size: all indexes
   * begin with the tenant, and a plan made while a table was small may take one that reads all of a tenant's rows.
   */
  readonly name?: string;
  readonly text: string;
}

/** A transaction that sees the rows of the tenants bound to it and of no other. */
export interface TenantTransaction {
  /** Time of the transaction by the database's clock, in milliseconds since the Unix epoch. */
  readonly now: number;
  query<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
  /**
   * Reads large values of type `bytea`.
   * @param statement with one column; its parameters stand for texts and numbers
   * @param take is given each value, which is overwritten when it is back
   */
  copy(
    statement: Statement,
    values: readonly (string | number)[],
    take: (value: Buffer) => void,
  ): Promise<void>;
}

/** The connection broke while a commit was under way: it may have taken effect or not. */
export class UncertainCommit extends Error {
  override readonly name = 'UncertainCommit';

  constructor(cause: unknown) {
    super('The connection was lost during a commit', { cause });
  }
}

export interface DatabaseSettings {
  readonly dsn: string;
  readonly poolSize: number;
}

const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** The client gives up a little after the server would: then the server is frozen or the network gone. */
const QUERY_TIMEOUT_MS = 12_000;
/** A session that holds locks and does not answer a trivial question by then counts as lost. */
const LOCK_TIMEOUT_MS = 3_000;

/**
 * The pool of the service. Every connection starts as the role `somabrain_service`, for which row-level security holds even where
 * the DSN's user is a superuser; a transaction sees the tenants it was opened for.
 */
export class Database implements OnApplicationShutdown {
  private readonly pool: Pool;
  private readonly health: HealthConnection;
  private readonly guard: FrozenGuard;
  private readonly connection: ClientConfig;

  constructor(
    readonly settings: DatabaseSettings,
    private readonly logger: Logger,
  ) {
    const client = parseIntoClientConfig(settings.dsn);
    const options = [
      client.options,
      '-c role=somabrain_service',
      `-c statement_timeout=${STATEMENT_TIMEOUT_MS}`,
      `-c idle_in_transaction_session_timeout=${STATEMENT_TIMEOUT_MS}`,
      // Every statement of the service finds its rows by key. A plan made while a table was small must not read all of it later. Nor may a
      // page be sorted out of all rows behind it, as with a bitmap: row-level security makes the planner take a tenant's rows for few.
      '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_bitmapscan=off',
    ];
    this.connection = {
      ...client,
      options: options.filter(Boolean).join(' '),
      application_name: 'somabrain',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    };
    this.health = new HealthConnection(this.connection, logger);
    this.guard = new FrozenGuard(() => this.health.ping());
    this.pool = new Pool({ ...this.connection, max: settings.poolSize });
    // A connection in use reports its loss twice: to its statement, which fails, and here, where without a listener Node would end.
    this.pool.on('connect', (connection) => {
      connection.on('error', (err) => {
        logger.debug({ err }, 'a database connection was lost');
      });
    });
    // An outage takes all of them; it is told once, by whoever needs one.
    this.pool.on('error', (err) => {
      logger.debug({ err }, 'an idle database connection was lost');
    });
  }

  /**
   * One autocommit statement. It sees no tenant's rows unless it is a function that binds one.
   * @throws Problem DATABASE_UNAVAILABLE
   */
  async query<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    try {
      const result = await this.guard.watch(this.pool.query<Row>({ ...statement, values: [...values] }));
      return result.rows;
    } catch (error) {
      if (sqlFailureOf(error) !== 'unavailable') throw error;
      throw unavailable(error);
    }
  }

  /** One statement over all tenants, as the role that sees counters and times but no content. @throws Problem DATABASE_UNAVAILABLE */
  async asMaintenance<Row extends QueryResultRow>(
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const work = (transaction: TenantTransaction) => transaction.query<Row>(statement, values);
    return answered(this.transaction('set local role somabrain_maintenance', work));
  }

  /**
   * Runs `work` in one transaction that sees the rows of `tenants`; commits when it resolves.
   * @param first a statement without parameters that goes with the beginning, so that it costs no round trip; `work` is given its rows
   * @throws UncertainCommit when the connection broke during the commit; else what `work` or the database threw, and nothing is stored
   */
  inTenants<T, Row extends QueryResultRow = never>(
    tenants: readonly TenantId[],
    work: (transaction: TenantTransaction, rows: readonly Row[]) => Promise<T>,
    first?: string,
  ): Promise<T> {
    return this.transaction(`set local app.tenant_ids = ${escapeLiteral(tenants.join(','))}`, work, first);
  }

  /**
   * Locks on a session beside the pool; whoever asks for them releases them.
   * @param space keeps their keys apart from those of other uses
   */
  advisoryLocks(space: number): AdvisoryLocks {
    const newClient = () => new Client({ ...this.connection, query_timeout: LOCK_TIMEOUT_MS });
    return new AdvisoryLocks(newClient, space, this.logger);
  }

  /**
   * Reads rows of one tenant, as far as the viewer sees them: all statements of `work` see one moment of the database.
   * @throws Problem DATABASE_UNAVAILABLE; what `work` threw
   */
  async readTenant<T>(
    { tenant, visibility }: Viewer,
    work: (transaction: TenantTransaction) => Promise<T>,
  ): Promise<T> {
    const filter = visibility ? `; set local app.filter = ${escapeLiteral(filterSetting(visibility))}` : '';
    const bind = `set local app.tenant_ids = ${escapeLiteral(tenant)}${filter}`;
    const setting = `set transaction isolation level repeatable read read only; ${bind}`;
    return answered(this.guard.watch(this.transaction(setting, work)));
  }

  /**
   * Writes rows of one tenant that no caller sees, and that do no harm when they are written again.
   * @throws Problem DATABASE_UNAVAILABLE, after which they may be written or not; what `work` threw
   */
  writeTenant<T>(tenant: TenantId, work: (transaction: TenantTransaction) => Promise<T>): Promise<T> {
    return answered(this.inTenants([tenant], work));
  }

  /** @throws when the database does not answer */
  async ping(): Promise<void> {
    await this.health.ping();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  /** Waits for the statements under way, then closes every connection. */
  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.health.close()]);
  }

  private async transaction<T, Row extends QueryResultRow>(
    setting: string,
    work: (transaction: TenantTransaction, rows: readonly Row[]) => Promise<T>,
    first?: string,
  ): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      const { now, rows } = await begin<Row>(client, setting, first);
      const transaction: TenantTransaction = {
        now,
        query: (statement, values) => queryRows(client, statement, values),
        copy: (statement, values, take) => copyBytes(client, statement.text, values, take),
      };
      const result = await work(transaction, rows);
      await commit(client);
      return result;
    } catch (error) {
      broken = await rollback(client, error);
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** The setting `app.filter`, which row-level security reads. Empty: all of the tenant. */
export function filterSetting(visibility: Visibility | undefined): string {
  return visibility ? JSON.stringify(filterOf(visibility)) : '';
}

/** @throws Problem DATABASE_UNAVAILABLE for a database that did not answer */
async function answered<T>(transaction: Promise<T>): Promise<T> {
  try {
    return await transaction;
  } catch (error) {
    if (error instanceof UncertainCommit || sqlFailureOf(error) === 'unavailable') throw unavailable(error);
    throw error;
  }
}

function unavailable(cause: unknown): Problem {
  return new Problem('DATABASE_UNAVAILABLE', 'The database does not answer; try again shortly', { cause });
}

/** Opens a transaction and sets it up in one round trip. @returns its time, and the rows of the first statement in it */
async function begin<Row>(
  client: PoolClient,
  setting: string,
  first?: string,
): Promise<{ now: number; rows: readonly Row[] }> {
  const clock = `select (extract(epoch from now()) * 1000)::double precision as now`;
  const statements = ['begin', setting, clock, ...(first === undefined ? [] : [first])];
  // Several statements in one message answer with several results, which the types of pg do not know.
  const answer: unknown = await client.query(statements.join('; '));
  const results = answer as readonly { readonly rows: unknown[] }[];
  const rows = first === undefined ? [] : (results.at(-1)?.rows ?? []);
  const clocked = results.at(first === undefined ? -1 : -2)?.rows[0] as { now: number } | undefined;
  if (!clocked) throw new Error('The database did not tell the time of the transaction');
  return { now: Math.floor(clocked.now), rows: rows as Row[] };
}

async function queryRows<Row extends QueryResultRow>(
  client: PoolClient,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await client.query<Row>({ ...statement, values: [...values] });
  return result.rows;
}

async function commit(client: PoolClient): Promise<void> {
  try {
    await client.query('commit');
  } catch (error) {
    throw sqlFailureOf(error) === 'unavailable' ? new UncertainCommit(error) : error;
  }
}

/** Ends a failed transaction. Gives the error if the connection is no longer fit for use. */
async function rollback(client: PoolClient, reason: unknown): Promise<Error | undefined> {
  if (reason instanceof UncertainCommit || sqlFailureOf(reason) === 'unavailable') return asError(reason);
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return asError(error);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
