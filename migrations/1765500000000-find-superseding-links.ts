import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BIND_TENANT, epochMs } from './recall-functions';

const INDEX = 'memory_links_superseding';
const FUNCTION = 'recalled_memories(text, uuid[])';

const SUPERSEDES = `l.tenant_id = p_tenant collate "POSIX" and l.type = 'supersedes'`;
/** Names that a link may have for a row `m` of `memories`: whether it is the one meant is found out where there is such a link. */
const NAMES = `'id:' || m.id, 'key:' || m.namespace || ' ' || m.key, 'key:' || m.namespace || ' ' || case when char_length(m.content) <= 512 then m.content end`;

const RECALLED = `
  create function recalled_memories(p_tenant text, p_ids uuid[])
      returns table (
        id uuid, namespace text, key text, version integer, content text, metadata jsonb, user_id text, agent_id text,
        session_id text, "position" bigint, speaker text, tags jsonb, memory_type text, importance double precision,
        occurred_ms double precision, created_ms double precision, updated_ms double precision, expires_ms double precision, closed jsonb,
        superseded boolean)
      language plpgsql as $$
      #variable_conflict use_column
      begin ${BIND_TENANT}
        return query
        select m.id, m.namespace, m.key, m.version, m.content, m.metadata, m.user_id, m.agent_id, m.session_id, m."position",
          m.speaker, m.tags, m.memory_type, m.importance, ${epochMs('m.occurred_at')}, ${epochMs('m.created_at')},
          ${epochMs('m.updated_at')}, ${epochMs('m.expires_at')}, m.closed,
          -- Hardly a tenant has such links: one that has none is asked once.
          case when (select exists (select from memory_links l where ${SUPERSEDES})) then exists (
            select from memory_links l where ${SUPERSEDES} and l.target = any (array[${NAMES}])
          ) else false end
        from unnest(p_ids) w (id),
          lateral (select * from memories m where m.tenant_id = p_tenant and m.id = w.id offset 0) m
        where m.expires_at is null or m.expires_at > now();
      end $$`;

/**
 * The look-up of the results of a recall says whether a link of the type `supersedes` may lead to one. The index has only such links, and is
 * built beside services at work; what an attempt left that gave up goes first. The function is a new one: processes of the release before go
 * on with theirs.
 */
export class FindSupersedingLinks1765500000000 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index concurrently if exists ${INDEX}`);
    const [{ lock_timeout: usual }] = (await runner.query('show lock_timeout')) as [{ lock_timeout: string }];
    // It waits for transactions that are older, and keeps nobody from the table meanwhile.
    await runner.query('set lock_timeout = 0');
    await runner.query(
      `create index concurrently ${INDEX} on memory_links (tenant_id collate "POSIX", target) where type = 'supersedes'`,
    );
    await runner.query(`set lock_timeout = '${usual}'`);
    await runner.query(`drop function if exists ${FUNCTION}`);
    await runner.query(RECALLED);
    await runner.query(`revoke execute on function ${FUNCTION} from public`);
    await runner.query(`grant execute on function ${FUNCTION} to somabrain_service`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function ${FUNCTION}`);
    await runner.query(`drop index if exists ${INDEX}`);
  }
}
