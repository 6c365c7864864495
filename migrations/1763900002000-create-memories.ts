import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/**
 * Every memory in its newest version. All indexes but the primary key are partial, so that it is the only one a look-up by id can use:
 * all begin with the tenant, and to a planner that takes the tenant for small they cost the same.
 */
export class CreateMemories1763900002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table memories (
        tenant_id text collate "C" not null,
        id uuid not null,
        namespace text collate "C" not null,
        key text collate "C",
        version integer not null,
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
        arrival bigint not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        duplicate_digest bytea,
        state_digest bytea not null,
        nonce bytea not null,
        primary key (tenant_id, id)
      );
      comment on column memories.arrival is 'change that created it: the order of arrival inside the tenant';
      comment on column memories.duplicate_digest is 'of all that makes a second memory the same one; null where nothing does';
      comment on column memories.state_digest is 'of all else that a caller can set';
      comment on column memories.nonce is 'keys the content digests of the audit records; gone with the memory';
      create unique index memories_key on memories (tenant_id, namespace, key) where key is not null;
      create index memories_duplicate on memories (tenant_id, duplicate_digest) where duplicate_digest is not null;
      create index memories_arrival on memories (tenant_id, namespace, arrival) where arrival > 0;
      create index memories_expiry on memories (tenant_id, expires_at) where expires_at is not null;
      grant select, insert, update, delete on memories to somabrain_service;
    `);
    await isolateTenants(runner, 'memories');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table memories`);
  }
}
