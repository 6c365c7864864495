import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/** What each tenant has learnt from feedback, how it came to it, and what tunes it. No words of prompts or answers. */
export class CreateMinds1764600001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table tenant_minds (
        tenant_id text collate "C" primary key,
        version bigint not null,
        adaptation jsonb not null,
        neuromodulators jsonb not null,
        traits jsonb not null,
        feedbacks bigint not null default 0,
        updated_at timestamptz not null
      );
      comment on column tenant_minds.version is 'of the adaptation: one more with each change';
      comment on column tenant_minds.feedbacks is 'feedback that was learnt from';
      create table adaptation_history (
        tenant_id text collate "C" not null,
        version bigint not null,
        adaptation jsonb not null,
        reason text not null,
        actor text not null,
        recorded_at timestamptz not null,
        primary key (tenant_id, version)
      );
      comment on table adaptation_history is 'the latest thousand states, the present one among them';
      create table feedback_events (
        tenant_id text collate "C" not null,
        id uuid not null,
        request bytea,
        fingerprint bytea,
        session_id text,
        utility double precision,
        reward double precision,
        tokens double precision,
        model text,
        memories integer not null,
        version bigint,
        received_at timestamptz not null,
        primary key (tenant_id, id)
      );
      comment on column feedback_events.id is 'UUIDv7: ordered by time';
      comment on column feedback_events.request is 'digest of actor and idempotency key';
      comment on column feedback_events.fingerprint is 'digest of what it said';
      comment on column feedback_events.memories is 'how many memories it rated';
      comment on column feedback_events.version is 'of the adaptation that it made; null where it made none';
      create unique index feedback_events_request on feedback_events (tenant_id collate "POSIX", request) where request is not null;
      grant select, insert, update, delete on tenant_minds, adaptation_history, feedback_events to somabrain_service;
    `);
    for (const table of ['tenant_minds', 'adaptation_history', 'feedback_events']) {
      await isolateTenants(runner, table);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table feedback_events; drop table adaptation_history; drop table tenant_minds`);
  }
}
