import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/** What updated memories were before. A memory that is deleted takes its versions with it. */
export class CreateMemoryVersions1763900003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table memory_versions (
        tenant_id text collate "C" not null,
        memory_id uuid not null,
        version integer not null,
        namespace text collate "C" not null,
        key text collate "C",
        content text not null,
        metadata jsonb not null,
        user_id text,
        agent_id text,
        session_id text,
        position bigint,
        speaker text,
        tags jsonb not null,
        memory_type text not null,
        importance double precision not null,
        occurred_at timestamptz,
        ttl_seconds bigint,
        expires_at timestamptz,
        recorded_at timestamptz not null,
        replaced_at timestamptz not null,
        primary key (tenant_id, memory_id, version)
      );
      grant select, insert, delete on memory_versions to somabrain_service;
    `);
    await isolateTenants(runner, 'memory_versions');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table memory_versions`);
  }
}
