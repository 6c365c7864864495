/** What the functions of recall leave open: it has changed since they were made first. */
export interface RecallFunctions {
  /** Name of the function that answers changes, and of the one that answers pages: another form is another function. */
  readonly names: { readonly changes: string; readonly page: string };
  /** Columns of the tenant's head that both answer with every row, as `name type`, and what they are of a head `h`. */
  readonly head: readonly (readonly [declaration: string, value: string])[];
  /** What a memory `m` must meet besides: `and …`. */
  readonly holding?: string;
  /** Bytes of text after which a page ends sooner. Both answer the key of a memory then, and pages how many rows there were. */
  readonly pageBytes?: number;
  /** Whether it takes the place of the function of this name, which answers the same columns. */
  readonly replace?: boolean;
}

/** As they were made first. */
export const FIRST_NAMES: RecallFunctions['names'] = { changes: 'index_changes', page: 'index_page' };
export const FIRST_HEAD: RecallFunctions['head'] = [
  ['head_change_seq bigint', 'h.change_seq'],
  ['head_change_horizon bigint', 'h.change_horizon'],
  ['now_ms double precision', epochMs('now()')],
];

/** As they are since memories are rated. */
export const RATED_NAMES: RecallFunctions['names'] = { changes: 'ranked_changes', page: 'ranked_page' };
export const RATED_HEAD: RecallFunctions['head'] = [
  ...FIRST_HEAD,
  ['head_feedback_seq bigint', 'h.feedback_seq'],
  ['head_ranking text', 'h.ranking::text'],
];

/** As they are since keys are searched. */
export const SEARCHED_NAMES: RecallFunctions['names'] = {
  changes: 'searched_changes',
  page: 'searched_page',
};

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

/** Binds the tenant of a function to its transaction. */
export const BIND_TENANT = `
  if p_tenant !~ '^[A-Za-z0-9_.:-]{1,64}$' then raise exception 'not a tenant id' using errcode = '22023'; end if;
  perform set_config('app.tenant_ids', p_tenant, true);`;

/** What happened in a namespace after a change. */
export function indexChanges({
  names,
  head,
  holding = '',
  replace = false,
  pageBytes,
}: RecallFunctions): string {
  const page = pageBytes === undefined ? CHANGES_BY_ROWS : changesByBytes(pageBytes);
  const [keyType, noKey, key] =
    pageBytes === undefined ? ['', '', ''] : [', key text', ', null::text', ', m.key'];
  const [types, columns] = [head.map(([type]) => type).join(', '), head.map(([, value]) => value).join(', ')];
  return `
  ${replace ? 'create or replace' : 'create'} function ${names.changes}(p_tenant text, p_namespace text, p_encoder text, p_after bigint, p_limit integer)
      returns table (${types}, change_seq bigint, changed_id uuid, more boolean, ${ENTRY_TYPES}${keyType})
      language plpgsql as $$
      begin ${BIND_TENANT}
        -- One statement: head and changes must be of one moment, or a change between two of them would be skipped for good.
        return query select ${columns}, null::bigint, null::uuid, false, ${NO_ENTRY}${noKey}
        from (values (p_tenant)) t (tenant_id) left join tenant_heads h using (tenant_id)
        where not exists (
          select from memory_changes c where c.tenant_id = p_tenant and c.namespace = p_namespace and c.change_seq > p_after
        );
        if found then return; end if;
        return query execute $query$
        with ${page.tables}, last_change as (
          select max(p.change_seq) as change_seq, p.memory_id from page p group by p.memory_id
        ), head as (
          select * from (values ($1)) t (tenant_id) left join tenant_heads using (tenant_id)
        )
        select ${columns}, c.change_seq, c.memory_id, ${page.more}, ${ENTRY_COLUMNS}${key}
        from head h
        left join last_change c on true
        left join lateral (select * from memories m where m.tenant_id = $1 and m.id = c.memory_id offset 0) m
          on m.namespace = $2 and (m.expires_at is null or m.expires_at > now()) ${holding}
        ${VECTORS}
        order by c.change_seq
        $query$ using p_tenant, p_namespace, p_encoder, p_after, p_limit;
      end $$`;
}

/** The memories of a namespace that arrived after one. */
export function indexPage({
  names,
  head,
  holding = '',
  replace = false,
  pageBytes,
}: RecallFunctions): string {
  const rows = `
          select * from memories m
          where m.tenant_id = $1 and m.namespace = $2 and m.arrival > $4 and m.arrival > 0
            and (m.expires_at is null or m.expires_at > now()) ${holding}
          order by m.arrival limit $5`;
  const page = pageBytes === undefined ? rows : pageByBytes(rows, pageBytes);
  const [moreTypes, more] =
    pageBytes === undefined ? ['', ''] : [', key text, found bigint', ', m.key, m.found'];
  const [types, columns] = [head.map(([type]) => type).join(', '), head.map(([, value]) => value).join(', ')];
  return `
  ${replace ? 'create or replace' : 'create'} function ${names.page}(p_tenant text, p_namespace text, p_encoder text, p_after bigint, p_limit integer)
      returns table (${types}, ${ENTRY_TYPES}${moreTypes})
      language plpgsql as $$
      begin ${BIND_TENANT}
        return query execute $query$
        with page as (${page}
        ), head as (
          select * from (values ($1)) t (tenant_id) left join tenant_heads using (tenant_id)
        )
        select ${columns}, ${ENTRY_COLUMNS}${more}
        from head h
        left join page m on true
        ${VECTORS}
        order by m.arrival
        $query$ using p_tenant, p_namespace, p_encoder, p_after, p_limit;
      end $$`;
}

interface ChangeTables {
  /** With a table `page` of changes. */
  readonly tables: string;
  /** Whether changes wait behind the page. */
  readonly more: string;
}

const CHANGES = `
          select c.change_seq, c.memory_id from memory_changes c
          where c.tenant_id = $1 and c.namespace = $2 and c.change_seq > $4
          order by c.change_seq limit $5`;

const CHANGES_BY_ROWS: ChangeTables = {
  tables: `page as (${CHANGES}
        )`,
  more: '(select count(*) from page) = $5',
};

/** The size of a text is known without reading it. */
function changesByBytes(bytes: number): ChangeTables {
  return {
    tables: `found as (${CHANGES}
        ), page as (
          select c.change_seq, c.memory_id from (
            select f.*, sum(coalesce(t.bytes, 0)) over (order by f.change_seq) - coalesce(t.bytes, 0) as before
            from found f left join lateral (
              select octet_length(m.content) as bytes from memories m where m.tenant_id = $1 and m.id = f.memory_id offset 0) t on true
          ) c
          where c.before < ${bytes}
        )`,
    more: '((select count(*) from found) = $5 or (select count(*) from page) < (select count(*) from found))',
  };
}

function pageByBytes(rows: string, bytes: number): string {
  return `
          select * from (
            select m.*, count(*) over () as found, sum(octet_length(m.content)) over (order by m.arrival) - octet_length(m.content) as before
            from (${rows}) m
          ) m
          where m.before < ${bytes}`;
}

/** Milliseconds since the Unix epoch, which Node reads without a date parser. */
export function epochMs(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::double precision`;
}
