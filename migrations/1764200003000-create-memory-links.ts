import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/** How memories relate to one another. A link goes with either of its ends. */
export class CreateMemoryLinks1764200003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table memory_links (
        tenant_id text collate "C" not null,
        source_id uuid not null,
        type text collate "C" not null,
        target text collate "C" not null,
        weight double precision not null,
        created_at timestamptz not null,
        primary key (tenant_id, source_id, type, target)
      );
      comment on column memory_links.target is 'id:<id>, or key:<namespace> <key>, which is looked up when the link is read';
      create index memory_links_target on memory_links (tenant_id collate "POSIX", target);
      grant select, insert, update, delete on memory_links to somabrain_service;
    `);
    await isolateTenants(runner, 'memory_links');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table memory_links`);
  }
}
