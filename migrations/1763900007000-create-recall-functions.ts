import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BIND_TENANT, epochMs, FIRST_HEAD, FIRST_NAMES, indexChanges, indexPage } from './recall-functions';

const FIRST = { names: FIRST_NAMES, head: FIRST_HEAD };

const LIVE_MEMORIES = `
  create function live_memories(p_tenant text, p_ids uuid[])
      returns table (
        id uuid, namespace text, key text, version integer, content text, metadata jsonb, user_id text, agent_id text,
        session_id text, "position" bigint, speaker text, tags jsonb, memory_type text, importance double precision,
        occurred_ms double precision, created_ms double precision, updated_ms double precision, expires_ms double precision)
      language plpgsql as $$
      begin ${BIND_TENANT}
        return query execute $query$
        select m.id, m.namespace, m.key, m.version, m.content, m.metadata, m.user_id, m.agent_id, m.session_id, m."position",
          m.speaker, m.tags, m.memory_type, m.importance, ${epochMs('m.occurred_at')}, ${epochMs('m.created_at')},
          ${epochMs('m.updated_at')}, ${epochMs('m.expires_at')}
        from unnest($2) w (id),
          lateral (select * from memories m where m.tenant_id = $1 and m.id = w.id offset 0) m
        where m.expires_at is null or m.expires_at > now()
        $query$ using p_tenant, p_ids;
      end $$`;

const FUNCTIONS = [
  'index_changes(text, text, text, bigint, integer)',
  'index_page(text, text, text, bigint, integer)',
  'live_memories(text, uuid[])',
];

/**
 * What recall asks, each one autocommit statement: a function binds the tenant for its own transaction and selects, so nothing
 * stays bound on the pooled connection. The first two always answer at least one row, which carries the head's columns.
 * Queries run by EXECUTE are planned each time: see `Statement` in libs/database. The usual case of `index_changes`, nothing new, is
 * not among them.
 */
export class CreateRecallFunctions1763900007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const definition of [indexChanges(FIRST), indexPage(FIRST), LIVE_MEMORIES])
      await runner.query(definition);
    for (const name of FUNCTIONS) {
      await runner.query(`revoke execute on function ${name} from public`);
      await runner.query(`grant execute on function ${name} to somabrain_service`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of FUNCTIONS) await runner.query(`drop function ${name}`);
  }
}
