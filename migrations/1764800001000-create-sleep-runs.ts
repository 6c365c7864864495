import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/** When and how the memories of a tenant were consolidated, and what each run changed, so that it can be undone. */
export class CreateSleepRuns1764800001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sleep_runs (
        tenant_id text collate "C" not null,
        id uuid not null,
        status text not null,
        actor text not null,
        namespace text collate "C",
        options jsonb not null,
        step text not null,
        seen bigint not null default 0,
        total bigint not null default 0,
        counts jsonb not null,
        change_seq bigint not null,
        started_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        ended_at timestamptz,
        failure text,
        primary key (tenant_id, id)
      );
      comment on column sleep_runs.id is 'UUIDv7: ordered by time';
      comment on column sleep_runs.status is 'running, done, failed, interrupted or undone';
      comment on column sleep_runs.updated_at is 'a run that has said nothing for long is interrupted';
      comment on column sleep_runs.change_seq is 'of the tenant when it began';
      create unique index sleep_runs_running on sleep_runs (tenant_id collate "POSIX") where status = 'running';
      create table sleep_changes (
        tenant_id text collate "C" not null,
        run_id uuid not null,
        memory_id uuid not null,
        link text collate "C" not null default '',
        kind text not null,
        detail jsonb not null,
        primary key (tenant_id, run_id, memory_id, link)
      );
      comment on column sleep_changes.link is 'type and target of a link of the memory; empty: the memory itself';
      comment on column sleep_changes.kind is 'closed, summarised or weighed';
      comment on column sleep_changes.detail is 'the version it made; of a link the weight before and after, and until when it had faded before';
      alter table memory_links add column weighed_at timestamptz;
      comment on column memory_links.weighed_at is 'until when it has faded; null: not yet';
      alter table tenant_heads add column slept_at timestamptz, add column slept_change_seq bigint not null default 0;
      comment on column tenant_heads.slept_at is 'when its memories were consolidated last';
      comment on column tenant_heads.slept_change_seq is 'changes up to here have been looked at';
      grant select, insert, update, delete on sleep_runs, sleep_changes to somabrain_service;
      grant select (slept_at, slept_change_seq) on tenant_heads to somabrain_maintenance;
    `);
    for (const table of ['sleep_runs', 'sleep_changes']) await isolateTenants(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table tenant_heads drop column slept_at, drop column slept_change_seq;
      alter table memory_links drop column weighed_at;
      drop table sleep_changes;
      drop table sleep_runs`);
  }
}
