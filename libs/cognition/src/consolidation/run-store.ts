import { Injectable } from '@nestjs/common';
import { ChainWriter } from '@somabrain/audit';
import { Database } from '@somabrain/database';
import { newId, Problem, type TenantContext, type TenantId } from '@somabrain/kernel';
import {
  NOTHING_DONE,
  type RunCounts,
  type RunProgress,
  type RunRecord,
  type RunStatus,
  type SleepOptions,
} from './run-record';
import * as rows from './run-rows';

/** The end of a tenant's last run. */
export interface LastRun {
  readonly tenant: TenantId;
  /** Milliseconds since the Unix epoch. */
  readonly sleptAt: number;
}

/**
 * Runs in Postgres. Of a tenant one runs at a time, in whichever process: the row is its lease, which it renews as it goes on. A run whose
 * process died is interrupted when the next one begins. All methods throw DATABASE_UNAVAILABLE.
 */
@Injectable()
export class RunStore {
  constructor(
    private readonly database: Database,
    private readonly chain: ChainWriter,
  ) {}

  /**
   * @param restMs no run begins if the last one ended less than this many milliseconds ago
   * @returns null if no run begins
   * @throws Problem SLEEP_RUNNING
   */
  async begin(
    { tenant, actor }: TenantContext,
    options: SleepOptions,
    restMs: number | null,
  ): Promise<RunRecord | null> {
    return this.database.writeTenant(tenant, async (transaction) => {
      await transaction.query(rows.CREATE_HEAD, [tenant]);
      const [head] = await transaction.query<{ change_seq: number; rested: boolean }>(rows.HEAD, [
        tenant,
        restMs ?? 0,
      ]);
      if (restMs !== null && head?.rested) return null;
      await transaction.query(rows.INTERRUPT, [tenant]);
      const [running] = await transaction.query<rows.RunRow>(rows.RUNNING, [tenant]);
      if (running) throw isRunning(running.id);
      const values = [
        tenant,
        newId(),
        actor,
        options.namespace,
        options,
        NOTHING_DONE,
        head?.change_seq ?? 0,
      ];
      const [row] = await transaction.query<rows.RunRow>(rows.BEGIN, values);
      if (!row) throw new Error('A run was not stored');
      return rows.runOf(row);
    });
  }

  /** Says where a run is. @returns whether it is still running */
  async progress(tenant: TenantId, id: string, { step, seen, total, counts }: RunProgress): Promise<boolean> {
    const values = [tenant, id, step, seen, total, counts];
    const found = await this.database.writeTenant(tenant, (transaction) =>
      transaction.query<{ id: string }>(rows.PROGRESS, values),
    );
    return found.length > 0;
  }

  /**
   * Ends a run, with its audit record.
   * @param slept the change up to which everything was looked at, and null where some of it has to be looked at again; absent: no sleep of all of the
   * tenant
   */
  async end(
    context: TenantContext,
    id: string,
    end: { readonly status: RunStatus; readonly counts: RunCounts; readonly failure: string | null },
    slept?: { readonly upTo: number | null },
  ): Promise<RunRecord | null> {
    const { tenant } = context;
    const { status, counts, failure } = end;
    const { ended, announce } = await this.database.writeTenant(tenant, async (transaction) => {
      const [row] = await transaction.query<rows.RunRow>(rows.END, [tenant, id, status, counts, failure]);
      if (!row) return { ended: null, announce: () => undefined };
      if (slept) await transaction.query(rows.SLEPT, [tenant, slept.upTo]);
      await transaction.query(rows.PRUNE, [tenant]);
      const data = { run: id, status, counts: { ...counts } };
      const entry = {
        tenant,
        stream: 'events',
        event: { ...eventOf(context), action: 'sleep.run', data },
      } as const;
      return { ended: rows.runOf(row), announce: await this.chain.appendIn(transaction, [entry]) };
    });
    announce();
    return ended;
  }

  /** Marks a run undone, with its audit record. */
  async undone(context: TenantContext, id: string, restored: number): Promise<void> {
    const { tenant } = context;
    const announce = await this.database.writeTenant(tenant, async (transaction) => {
      await transaction.query(rows.SET_STATUS, [tenant, id, 'undone']);
      const data = { run: id, restored };
      const entry = {
        tenant,
        stream: 'events',
        event: { ...eventOf(context), action: 'sleep.undone', data },
      } as const;
      return this.chain.appendIn(transaction, [entry]);
    });
    announce();
  }

  /** @throws Problem RUN_NOT_FOUND */
  async read(tenant: TenantId, id: string): Promise<RunRecord> {
    const [row] = await this.database.readTenant({ tenant }, (transaction) =>
      transaction.query<rows.RunRow>(rows.READ, [tenant, id]),
    );
    if (row) return rows.runOf(row);
    throw new Problem(
      'RUN_NOT_FOUND',
      `There is no run ${id}, or it is too long ago to be undone as a whole`,
    );
  }

  /** The latest runs, the newest first. */
  async latest(tenant: TenantId, limit: number): Promise<RunRecord[]> {
    const found = await this.database.readTenant({ tenant }, (transaction) =>
      transaction.query<rows.RunRow>(rows.LATEST, [tenant, limit]),
    );
    return found.map(rows.runOf);
  }

  /** Tenants whose last run ended at least this many milliseconds ago, and that have new activity. */
  async due(intervalMs: number, limit: number): Promise<TenantId[]> {
    const due = await this.database.asMaintenance<{ tenant_id: TenantId }>(rows.DUE, [intervalMs, limit]);
    return due.map(({ tenant_id: tenant }) => tenant);
  }

  /** The last run of each tenant that has one, in the order of tenants. @param after the tenant that they come after; empty: from the first */
  async lastRuns(after: string, limit: number): Promise<LastRun[]> {
    const found = await this.database.asMaintenance<{ tenant_id: TenantId; slept_ms: number }>(
      rows.SLEEPERS,
      [after, limit],
    );
    return found.map(({ tenant_id: tenant, slept_ms: sleptAt }) => ({ tenant, sleptAt }));
  }
}

function eventOf({ tenant, actor, traceId, decisionId }: TenantContext) {
  return { id: newId(), actor, traceId, decisionId, resource: { type: 'tenant', id: tenant } };
}

function isRunning(id: string): Problem {
  return new Problem(
    'SLEEP_RUNNING',
    `The run ${id} of this tenant is under way; GET /sleep/status shows its progress`,
  );
}
