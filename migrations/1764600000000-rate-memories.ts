import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BIND_TENANT, indexChanges, indexPage, RATED_HEAD, RATED_NAMES } from './recall-functions';
import { isolateTenants } from './row-level-security';

const RATED = { names: RATED_NAMES, head: RATED_HEAD };

const INDEX_RATINGS = `
  create function index_ratings(p_tenant text, p_namespace text, p_encoder text, p_after bigint, p_limit integer)
      returns table (seq bigint, memory_id uuid, question text, vector bytea, value double precision)
      language plpgsql as $$
      begin ${BIND_TENANT}
        return query execute $query$
        select f.seq, m.id, encode(f.question, 'hex'), case when f.encoder = $3 then f.vector end, f.value
        from (
          select * from memory_feedback f where f.tenant_id = $1 and f.seq > $4 and f.seq > 0 order by f.seq limit $5
        ) f
        left join lateral (
          select m.id, m.namespace from memories m where m.tenant_id = $1 and m.id = f.memory_id offset 0
        ) m on m.namespace = $2
        order by f.seq
        $query$ using p_tenant, p_namespace, p_encoder, p_after, p_limit;
      end $$`;

const RATINGS = 'index_ratings(text, text, text, bigint, integer)';
const FUNCTIONS = [
  RATINGS,
  ...Object.values(RATED.names).map((name) => `${name}(text, text, text, bigint, integer)`),
];

/**
 * What memories were worth for questions, and what a tenant's experience makes of the ranking. Indexes learn of both from the head, which
 * they read anyway. The functions that indexes read with are new ones: processes of the release before go on with theirs.
 */
export class RateMemories1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table memory_feedback (
        tenant_id text collate "C" not null,
        memory_id uuid not null,
        question bytea not null,
        encoder text,
        vector bytea,
        value double precision not null,
        seq bigint not null,
        rated_at timestamptz not null,
        primary key (tenant_id, memory_id, question)
      );
      comment on column memory_feedback.question is 'digest of the question; empty for any question';
      comment on column memory_feedback.vector is 'what the question means to the encoder';
      comment on column memory_feedback.value is '-1 useless to 1 useful; 0: taken back';
      comment on column memory_feedback.seq is 'order of ratings inside the tenant';
      create index memory_feedback_seq on memory_feedback (tenant_id, seq) where seq > 0;
      grant select, insert, update, delete on memory_feedback to somabrain_service;
      alter table tenant_heads add column feedback_seq bigint not null default 0, add column ranking jsonb;
      comment on column tenant_heads.feedback_seq is 'last rating of a memory of the tenant';
      comment on column tenant_heads.ranking is 'how the tenant''s memories are ranked; null: as everybody''s';
    `);
    await isolateTenants(runner, 'memory_feedback');
    for (const definition of [indexChanges(RATED), indexPage(RATED), INDEX_RATINGS])
      await runner.query(definition);
    for (const name of FUNCTIONS) {
      await runner.query(`revoke execute on function ${name} from public`);
      await runner.query(`grant execute on function ${name} to somabrain_service`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function ${FUNCTIONS.join(', ')}`);
    await runner.query(`
      alter table tenant_heads drop column feedback_seq, drop column ranking;
      drop table memory_feedback`);
  }
}
