import type { MigrationInterface, QueryRunner } from 'typeorm';
import { epochMs } from './recall-functions';

const FUNCTION = 'tenant_positions(text[])';

const POSITIONS = `
  create function tenant_positions(p_tenants text[])
      returns table (
        tenant_id text, head_change_seq bigint, head_change_horizon bigint, now_ms double precision, head_feedback_seq bigint,
        head_ranking text, superseding boolean)
      language plpgsql as $$
      #variable_conflict use_column
      begin
        if exists (select from unnest(p_tenants) t where t is null or t !~ '^[A-Za-z0-9_.:-]{1,64}$') then
          raise exception 'not a tenant id' using errcode = '22023';
        end if;
        perform set_config('app.tenant_ids', array_to_string(p_tenants, ','), true);
        return query
        select t.id, h.change_seq, h.change_horizon, ${epochMs('now()')}, h.feedback_seq, h.ranking::text,
          exists (select from memory_links l where l.tenant_id = h.tenant_id collate "POSIX" and l.type = 'supersedes')
        from unnest(p_tenants) t (id) left join lateral (select * from tenant_heads h where h.tenant_id = t.id offset 0) h on true;
      end $$`;

/**
 * Where the changes of tenants end, for all the tenants of one statement: most recalls find that nothing changed since the last one, and those
 * under way together ask once.
 */
export class ReadTenantPositions1765600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(POSITIONS);
    await runner.query(`revoke execute on function ${FUNCTION} from public`);
    await runner.query(`grant execute on function ${FUNCTION} to somabrain_service`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function ${FUNCTION}`);
  }
}
