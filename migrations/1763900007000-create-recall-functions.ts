import type { MigrationInterface, QueryRunner } from 'typeorm';

const ENTRY_TYPES = `
  memory_id uuid, version integer, user_id text, agent_id text, session_id text, "position" bigint, arrival bigint, speaker text,
  memory_type text, occurred_ms double precision, created_ms double precision, expires_ms double precision,
  tags jsonb, metadata jsonb, importance double precision, analysed bytea, content text`;

const ENTRY_COLUMNS = `
  m.id, m.version, m.user_id, m.agent_id, m.session_id, m."position", m.arrival, m.speaker,
  m.memory_type, ${epochMs('m.occurred_at')}, ${epochMs('m.created_at')}, ${epochMs('m.expires_at')},
  m.tags, m.metadata, m.importance, v.analysed, case when v.memory_id is null then m.content end`;

// OFFSET 0 makes each id a look-up of its own, however few rows the planner believes the tenant to have.
const VECTORS = `left join lateral (
          select v.memory_id, v.analysed from memory_vectors v
          where v.tenant_id = $1 and v.encoder = $3 and v.memory_id = m.id offset 0) v on true`;

const NO_ENTRY = `
  null::uuid, null::integer, null::text, null::text, null::text, null::bigint, null::bigint, null::text,
  null::text, null::double precision, null::double precision, null::double precision,
  null::jsonb, null::jsonb, null::double precision, null::bytea, null::text`;

const HEAD_TYPES = `head_change_seq bigint, head_change_horizon bigint, now_ms double precision`;
const HEAD_COLUMNS = `h.change_seq, h.change_horizon, ${epochMs('now()')}`;

const BIND_TENANT = `
  if p_tenant !~ '^[A-Za-z0-9_.:-]{1,64}$' then raise exception 'not a tenant id' using errcode = '22023'; end if;
  perform set_config('app.tenant_ids', p_tenant, true);`;

const INDEX_CHANGES = `
  create function index_changes(p_tenant text, p_namespace text, p_encoder text, p_after bigint, p_limit integer)
      returns table (${HEAD_TYPES}, change_seq bigint, changed_id uuid, more boolean, ${ENTRY_TYPES})
      language plpgsql as $$
      begin ${BIND_TENANT}
        -- One statement: head and changes must be of one moment, or a change between two of them would be skipped for good.
        return query select ${HEAD_COLUMNS}, null::bigint, null::uuid, false, ${NO_ENTRY}
        from (values (p_tenant)) t (tenant_id) left join tenant_heads h using (tenant_id)
        where not exists (
          select from memory_changes c where c.tenant_id = p_tenant and c.namespace = p_namespace and c.change_seq > p_after
        );
        if found then return; end if;
        return query execute $query$
        with page as (
          select c.change_seq, c.memory_id from memory_changes c
          where c.tenant_id = $1 and c.namespace = $2 and c.change_seq > $4
          order by c.change_seq limit $5
        ), last_change as (
          select max(p.change_seq) as change_seq, p.memory_id from page p group by p.memory_id
        ), head as (
          select * from (values ($1)) t (tenant_id) left join tenant_heads using (tenant_id)
        )
        select ${HEAD_COLUMNS}, c.change_seq, c.memory_id, (select count(*) from page) = $5, ${ENTRY_COLUMNS}
        from head h
        left join last_change c on true
        left join lateral (select * from memories m where m.tenant_id = $1 and m.id = c.memory_id offset 0) m
          on m.namespace = $2 and (m.expires_at is null or m.expires_at > now())
        ${VECTORS}
        order by c.change_seq
        $query$ using p_tenant, p_namespace, p_encoder, p_after, p_limit;
      end $$`;

const INDEX_PAGE = `
  create function index_page(p_tenant text, p_namespace text, p_encoder text, p_after bigint, p_limit integer)
      returns table (${HEAD_TYPES}, ${ENTRY_TYPES})
      language plpgsql as $$
      begin ${BIND_TENANT}
        return query execute $query$
        with page as (
          select * from memories m
          where m.tenant_id = $1 and m.namespace = $2 and m.arrival > $4 and m.arrival > 0
            and (m.expires_at is null or m.expires_at > now())
          order by m.arrival limit $5
        ), head as (
          select * from (values ($1)) t (tenant_id) left join tenant_heads using (tenant_id)
        )
        select ${HEAD_COLUMNS}, ${ENTRY_COLUMNS}
        from head h
        left join page m on true
        ${VECTORS}
        order by m.arrival
        $query$ using p_tenant, p_namespace, p_encoder, p_after, p_limit;
      end $$`;

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
    for (const definition of [INDEX_CHANGES, INDEX_PAGE, LIVE_MEMORIES]) await runner.query(definition);
    for (const name of FUNCTIONS) {
      await runner.query(`revoke execute on function ${name} from public`);
      await runner.query(`grant execute on function ${name} to somabrain_service`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of FUNCTIONS) await runner.query(`drop function ${name}`);
  }
}

/** Milliseconds since the Unix epoch, which Node reads without a date parser. */
function epochMs(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::double precision`;
}
