import type { Database, TenantTransaction } from '@somabrain/database';
import { Problem, type TenantId } from '@somabrain/kernel';
import { UncertainCommit, sqlFailureOf } from '@somabrain/database';
import { addressOf, StaleState, type StateAddress, type StoredState, WorkerStates } from './worker-states';

const KEPT_DAYS = 7;
const PRUNE_EVERY_MS = 60_000;

const LOAD = {
  text: `select s.tenant_id, s.stream, s.version, s.state, s.born, s.seen, s.said
    from unnest($2::text[], $3::text[]) as wanted (tenant_id, stream)
    join worker_states s on s.tenant_id = wanted.tenant_id collate "C" and s.worker = $1 and s.stream = wanted.stream collate "C"`,
};
const SAVE = {
  text: `insert into worker_states as s (tenant_id, worker, stream, version, state, born, seen, said, updated_at)
    select tenant_id, $1, stream, version + 1, state, born, seen, said, now()
      from json_to_recordset($2)
        as new (tenant_id text, stream text, version bigint, state jsonb, born text, seen json, said bigint)
    on conflict (tenant_id, worker, stream) do update
      set version = excluded.version, state = excluded.state, born = excluded.born, seen = excluded.seen, said = excluded.said,
        updated_at = excluded.updated_at
      where s.version = excluded.version - 1
    returning 1`,
};
/** A hundred at a time: there are never many more that are due. */
const PRUNE = {
  text: `delete from worker_states where tenant_id = any ($2) and worker = $1 and stream in (
      select stream from worker_states where tenant_id = any ($2) and worker = $1 and updated_at < now() - interval '${KEPT_DAYS} days' limit 100
    ) and updated_at < now() - interval '${KEPT_DAYS} days'`,
};

interface StateRow {
  tenant_id: TenantId;
  stream: string;
  version: string;
  state: unknown;
  born: string;
  seen: Record<string, number>;
  said: string;
}

/** States of workers in Postgres: a process that takes over a partition continues where the other stopped. */
export class PostgresStates extends WorkerStates {
  private prunedAt = performance.now();

  constructor(private readonly database: Database) {
    super();
  }

  async load(worker: string, addresses: readonly StateAddress[]): Promise<Map<string, StoredState>> {
    const values = [worker, addresses.map(({ tenant }) => tenant), addresses.map(({ stream }) => stream)];
    const rows = await this.inTenants(addresses, (transaction) => transaction.query<StateRow>(LOAD, values));
    return new Map(
      rows.map(({ tenant_id: tenant, stream, version, state, born, seen, said }) => [
        addressOf({ tenant, stream }),
        { version: Number(version), state, born, seen, said: Number(said) },
      ]),
    );
  }

  async save(worker: string, states: readonly (StateAddress & StoredState)[]): Promise<void> {
    // One text: arrays would have every quotation mark in them escaped.
    const rows = states.map(({ tenant, ...state }) => ({ tenant_id: tenant, ...state }));
    const values = [worker, JSON.stringify(rows)];
    const prune = performance.now() - this.prunedAt > PRUNE_EVERY_MS;
    await this.inTenants(states, async (transaction) => {
      const stored = await transaction.query(SAVE, values);
      // Thrown inside of it, so that none is stored.
      if (stored.length < states.length) throw new StaleState('A state was changed by another process');
      if (prune) await transaction.query(PRUNE, [worker, [...new Set(states.map(({ tenant }) => tenant))]]);
    });
    if (prune) this.prunedAt = performance.now();
  }

  /** @throws Problem DATABASE_UNAVAILABLE */
  private async inTenants<T>(
    addresses: readonly StateAddress[],
    work: (transaction: TenantTransaction) => Promise<T>,
  ): Promise<T> {
    const tenants = [...new Set(addresses.map(({ tenant }) => tenant))].sort();
    try {
      return await this.database.inTenants(tenants, work);
    } catch (error) {
      if (!(error instanceof UncertainCommit) && sqlFailureOf(error) !== 'unavailable') throw error;
      throw new Problem('DATABASE_UNAVAILABLE', 'The database does not answer', { cause: error });
    }
  }
}
