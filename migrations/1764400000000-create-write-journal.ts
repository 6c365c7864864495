import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/**
 * Memories that were accepted while the memory service did not answer, in the order they came. They are stored and removed from here in one
 * transaction. `journaled` in the tenant's head says how many wait: as long as there are any, no other write of the tenant overtakes them.
 */
export class CreateWriteJournal1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table write_journal (
        tenant_id text collate "C" not null,
        seq bigint not null,
        memory_id uuid not null,
        accepted_at timestamptz not null,
        actor text not null,
        trace_id text not null,
        decision_id text,
        visibility jsonb,
        memory jsonb not null,
        digest bytea not null,
        fingerprint bytea not null,
        set_aside_at timestamptz,
        primary key (tenant_id, seq)
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
      comment on column write_journal.seq is 'of the audit record that says it was accepted';
      comment on column write_journal.memory_id is 'the memory’s id if it turns out to be new';
      comment on column write_journal.digest is 'of the idempotency key it has in idempotency_keys';
      comment on column write_journal.set_aside_at is 'the database refused it then; it waits for a person, and nothing waits for it';
      grant select, insert, delete, update (set_aside_at) on write_journal to somabrain_service;
      alter table tenant_heads add column journaled bigint not null default 0;
      comment on column tenant_heads.journaled is 'rows of write_journal that wait to be stored';
      create index tenant_heads_journaled on tenant_heads (tenant_id) where journaled > 0;
      grant select (journaled) on tenant_heads to somabrain_maintenance;
    `);
    await isolateTenants(runner, 'write_journal');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table write_journal; alter table tenant_heads drop column journaled`);
  }
}
