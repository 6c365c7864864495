import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BIND_TENANT } from './recall-functions';

/** @param condition when the vector of a rated question `f.vector` compares with those of the encoder `$3` */
const indexRatings = (condition: string): string => `
  create or replace function index_ratings(p_tenant text, p_namespace text, p_encoder text, p_after bigint, p_limit integer)
      returns table (seq bigint, memory_id uuid, question text, vector bytea, value double precision)
      language plpgsql as $$
      begin ${BIND_TENANT}
        return query execute $query$
        select f.seq, m.id, encode(f.question, 'hex'), case when ${condition} then f.vector end, f.value
        from (
          select * from memory_feedback f where f.tenant_id = $1 and f.seq > $4 and f.seq > 0 order by f.seq limit $5
        ) f
        left join lateral (
          select m.id, m.namespace from memories m where m.tenant_id = $1 and m.id = f.memory_id offset 0
        ) m on m.namespace = $2
        order by f.seq
        $query$ using p_tenant, p_namespace, p_encoder, p_after, p_limit;
      end $$`;

/**
 * How far the analysed forms of a tenant's memories are of one version of analyser and encoder. Ratings for like questions survive a new
 * version: the first part of its name is the vector space, and vectors of one space compare.
 */
export class RenewAnalysedForms1765300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table tenant_heads add column forms_version text, add column forms_upto uuid,
        add column forms_renewed_at timestamptz, add column older_forms boolean not null default true;
      comment on column tenant_heads.forms_version is 'analyser and encoder that the forms are brought to';
      comment on column tenant_heads.forms_upto is 'memories up to this id have a form of it';
      comment on column tenant_heads.forms_renewed_at is 'since when all have one; null: not yet';
      comment on column tenant_heads.older_forms is 'whether forms of other versions may be left';
      grant select (forms_version, forms_renewed_at, older_forms) on tenant_heads to somabrain_maintenance;
    `);
    await runner.query(indexRatings(`split_part(f.encoder, '+', 1) = split_part($3, '+', 1)`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(indexRatings('f.encoder = $3'));
    await runner.query(`alter table tenant_heads drop column forms_version, drop column forms_upto,
      drop column forms_renewed_at, drop column older_forms`);
  }
}
