import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/** What the workers of the cognitive loop know of each stream of activity: ids and figures, no content. */
export class CreateWorkerStates1764900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table worker_states (
        tenant_id text collate "C" not null,
        worker text collate "C" not null,
        stream text collate "C" not null,
        version bigint not null,
        state jsonb,
        born text not null,
        seen json not null,
        said bigint not null,
        updated_at timestamptz not null,
        primary key (tenant_id, worker, stream)
      );
      comment on column worker_states.stream is 'mark of a session or an actor; empty: of the whole tenant';
      comment on column worker_states.born is 'id of the first message it took';
      comment on column worker_states.seen is 'number of the last message taken of each producer, the latest last';
      comment on column worker_states.said is 'number of the last message said';
      grant select, insert, update, delete on worker_states to somabrain_service;
    `);
    await isolateTenants(runner, 'worker_states');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table worker_states`);
  }
}
