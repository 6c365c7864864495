import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/**
 * Indexes as bytes, so that a process need not make them of all memories when it first needs them. They hold words: when a memory or a former
 * version of one is removed, those of its namespace go with it, in the same transaction.
 */
export class StoreIndexSnapshots1765800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table index_snapshots (
        tenant_id text collate "C" not null,
        namespace text collate "C" not null,
        snapshot uuid not null,
        part integer not null,
        parts integer not null,
        made_by text not null,
        change_seq bigint not null,
        content bytea not null,
        primary key (tenant_id, namespace, snapshot, part)
      );
      alter table index_snapshots alter column content set storage external;
      comment on column index_snapshots.made_by is 'what analyses texts and lays out indexes: those of another maker are of no use';
      comment on column index_snapshots.change_seq is 'the last change of the tenant that is in it';
      grant select, insert, delete on index_snapshots to somabrain_service;
    `);
    await isolateTenants(runner, 'index_snapshots');
    await runner.query(`
      create function forget_index_snapshots() returns trigger language plpgsql as $$
        begin
          delete from index_snapshots s using (select distinct tenant_id, namespace from gone) g
            where s.tenant_id = g.tenant_id and s.namespace = g.namespace;
          return null;
        end $$`);
    for (const table of ['memories', 'memory_versions'])
      await runner.query(`
        create trigger forget_index_snapshots after delete on ${table}
          referencing old table as gone for each statement execute function forget_index_snapshots()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['memories', 'memory_versions'])
      await runner.query(`drop trigger forget_index_snapshots on ${table}`);
    await runner.query(`drop function forget_index_snapshots()`);
    await runner.query(`drop table index_snapshots`);
  }
}
