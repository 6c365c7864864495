import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  BIND_TENANT,
  epochMs,
  FIRST_HEAD,
  FIRST_NAMES,
  indexChanges,
  indexPage,
  RATED_HEAD,
  RATED_NAMES,
} from './recall-functions';

const FUNCTIONS = [
  { names: FIRST_NAMES, head: FIRST_HEAD },
  { names: RATED_NAMES, head: RATED_HEAD },
];

/** What `live_memories` answers, and whether a memory is closed. */
const STORED_MEMORIES = `
  create function stored_memories(p_tenant text, p_ids uuid[])
      returns table (
        id uuid, namespace text, key text, version integer, content text, metadata jsonb, user_id text, agent_id text,
        session_id text, "position" bigint, speaker text, tags jsonb, memory_type text, importance double precision,
        occurred_ms double precision, created_ms double precision, updated_ms double precision, expires_ms double precision, closed jsonb)
      language plpgsql as $$
      begin ${BIND_TENANT}
        return query execute $query$
        select m.id, m.namespace, m.key, m.version, m.content, m.metadata, m.user_id, m.agent_id, m.session_id, m."position",
          m.speaker, m.tags, m.memory_type, m.importance, ${epochMs('m.occurred_at')}, ${epochMs('m.created_at')},
          ${epochMs('m.updated_at')}, ${epochMs('m.expires_at')}, m.closed
        from unnest($2) w (id),
          lateral (select * from memories m where m.tenant_id = $1 and m.id = w.id offset 0) m
        where m.expires_at is null or m.expires_at > now()
        $query$ using p_tenant, p_ids;
      end $$`;

/**
 * Memories that do not hold any more: they stay, with their history, and are not recalled. The functions that indexes read with answer what they
 * answered, so the processes of the release before leave closed memories out, too.
 */
export class CloseMemories1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table memories add column closed jsonb;
      alter table memory_versions add column closed jsonb;
      comment on column memories.closed is 'why it does not hold any more: reason, superseded_by, valid_until (ms), run; null: it holds';
    `);
    for (const functions of FUNCTIONS) {
      for (const definition of [indexChanges, indexPage]) {
        await runner.query(definition({ ...functions, holding: 'and m.closed is null', replace: true }));
      }
    }
    await runner.query(STORED_MEMORIES);
    await runner.query('revoke execute on function stored_memories(text, uuid[]) from public');
    await runner.query('grant execute on function stored_memories(text, uuid[]) to somabrain_service');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function stored_memories(text, uuid[])');
    for (const functions of FUNCTIONS) {
      for (const definition of [indexChanges, indexPage]) {
        await runner.query(definition({ ...functions, replace: true }));
      }
    }
    await runner.query(
      `alter table memories drop column closed; alter table memory_versions drop column closed`,
    );
  }
}
