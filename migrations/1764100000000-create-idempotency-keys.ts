import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/** What requests with an idempotency key were answered with, for a day. Digests and ids only: a forget has nothing to remove here. */
export class CreateIdempotencyKeys1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table idempotency_keys (
        tenant_id text collate "C" not null,
        digest bytea not null,
        fingerprint bytea not null,
        answer jsonb not null,
        created_at timestamptz not null,
        primary key (tenant_id, digest)
      );
      comment on column idempotency_keys.digest is 'SHA-256 of actor, route and key';
      comment on column idempotency_keys.fingerprint is 'SHA-256 of the request';
      grant select, insert, update, delete on idempotency_keys to somabrain_service;
      alter table tenant_heads add column oldest_idempotency_key_at timestamptz;
      comment on column tenant_heads.oldest_idempotency_key_at is 'no idempotency key of the tenant is older';
      grant select (oldest_idempotency_key_at) on tenant_heads to somabrain_maintenance;
    `);
    await isolateTenants(runner, 'idempotency_keys');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop table idempotency_keys; alter table tenant_heads drop column oldest_idempotency_key_at`,
    );
  }
}
