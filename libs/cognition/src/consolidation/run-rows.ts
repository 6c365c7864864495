import type { RunCounts, RunRecord, RunStatus, RunStep, SleepOptions } from './run-record';

/** A run that has said nothing for so long is taken for dead. */
const LEASE_SECONDS = 60;
/** The most runs of a tenant. Changes of older ones can only be undone memory by memory. */
const KEPT_RUNS = 100;

export interface RunRow {
  id: string;
  status: RunStatus;
  actor: string;
  options: SleepOptions;
  step: RunStep;
  seen: number;
  total: number;
  counts: RunCounts;
  change_seq: number;
  started_ms: number;
  ended_ms: number | null;
  failure: string | null;
}

const epochMs = (column: string) => `(extract(epoch from ${column}) * 1000)::double precision`;
const COLUMNS = `id, status, actor, options, step, seen::float8 as seen, total::float8 as total, counts, change_seq::float8 as change_seq,
  ${epochMs('started_at')} as started_ms, ${epochMs('ended_at')} as ended_ms, failure`;

export const INTERRUPT = {
  text: `
    update sleep_runs set status = 'interrupted', ended_at = updated_at
    where tenant_id = $1 and status = 'running' and updated_at < now() - interval '${LEASE_SECONDS} seconds'`,
};
export const RUNNING = {
  text: `select ${COLUMNS} from sleep_runs where tenant_id = $1 and status = 'running' order by id desc limit 1`,
};
/** The head is locked, so that two that begin take turns. */
export const HEAD = {
  text: `
    select change_seq::float8 as change_seq, coalesce(slept_at > now() - $2 * interval '1 millisecond', false) as rested
    from tenant_heads where tenant_id = $1 for update`,
};
export const CREATE_HEAD = {
  text: `insert into tenant_heads (tenant_id) values ($1) on conflict do nothing`,
};
export const BEGIN = {
  text: `
    insert into sleep_runs (tenant_id, id, status, actor, namespace, options, step, counts, change_seq)
    values ($1, $2, 'running', $3, $4, $5, 'looking', $6, $7) returning ${COLUMNS}`,
};
export const PROGRESS = {
  text: `
    update sleep_runs set step = $3, seen = $4, total = $5, counts = $6, updated_at = now()
    where tenant_id = $1 and id = $2 and status = 'running' returning id`,
};
export const END = {
  text: `
    update sleep_runs set status = $3, counts = $4, failure = $5, step = 'ended', updated_at = now(), ended_at = now()
    where tenant_id = $1 and id = $2 and status = 'running' returning ${COLUMNS}`,
};
export const SLEPT = {
  text: `update tenant_heads set slept_at = now(), slept_change_seq = coalesce($2, slept_change_seq) where tenant_id = $1`,
};
export const SET_STATUS = {
  text: `update sleep_runs set status = $3, updated_at = now() where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
};
export const READ = { text: `select ${COLUMNS} from sleep_runs where tenant_id = $1 and id = $2` };
export const LATEST = {
  text: `select ${COLUMNS} from sleep_runs where tenant_id = $1 order by id desc limit $2`,
};
export const PRUNE = {
  text: `
    with old as (
      delete from sleep_runs r where r.tenant_id = $1 and r.id < (
        select min(k.id::text)::uuid from (select id from sleep_runs where tenant_id = $1 order by id desc limit ${KEPT_RUNS}) k
      ) returning r.id
    )
    delete from sleep_changes c using old where c.tenant_id = $1 and c.run_id = old.id`,
};
/** Tenants with new activity since their last run. */
export const DUE = {
  text: `
    select tenant_id from tenant_heads
    where change_seq > slept_change_seq and (slept_at is null or slept_at <= now() - $1 * interval '1 millisecond')
    order by slept_at nulls first limit $2`,
};
export const SLEEPERS = {
  text: `
    select tenant_id, ${epochMs('slept_at')} as slept_ms from tenant_heads
    where slept_at is not null and tenant_id > $1 order by tenant_id limit $2`,
};

export function runOf(row: RunRow): RunRecord {
  const { change_seq: changeSeq, started_ms: startedAt, ended_ms: endedAt, ...run } = row;
  return { ...run, changeSeq, startedAt, endedAt };
}
