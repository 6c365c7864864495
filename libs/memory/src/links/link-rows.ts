import type { Link, LinkType } from './link';
import { LOOK_UP } from '../postgres/memory-rows';
import { decodeTarget } from './link-target';
import { hasText } from './text-names';

/** A link as `LINK_COLUMNS` select it. */
export interface LinkRow {
  source_id: string;
  source_namespace: string;
  source_key: string | null;
  type: LinkType;
  target: string;
  weight: number;
  target_id: string | null;
  target_namespace: string | null;
  target_key: string | null;
}

/** Whether a row `m` of `memories` has not expired. */
export const LIVE = '(m.expires_at is null or m.expires_at > now())';

/** Whether links count at a row `m` of `memories`: while a memory is closed, its links rest. */
export const HOLDS = `${LIVE} and m.closed is null`;

/** The id of the memory that a link leads to, null where its name is of none. */
export const TARGET_ID = 'coalesce(i.id, k.id, n.id)';

/** The namespace and the name of a target that is none by id. */
export const TARGET_NAMESPACE = `split_part(substr(l.target, 5), ' ', 1)`;
export const TARGET_NAME = `substr(l.target, strpos(l.target, ' ') + 1)`;

/** The columns of a link `l` with the ends of `LINK_ENDS`. */
export const LINK_COLUMNS = `l.source_id, s.namespace as source_namespace, s.key as source_key, l.type, l.target, l.weight,
  ${TARGET_ID} as target_id, coalesce(i.namespace, k.namespace, n.namespace) as target_namespace, coalesce(i.key, k.key, n.key) as target_key`;

/**
 * Joins the memories of a link `l`: its source `s`, and its target by id `i`, by key `k` (of the user and agent of the source first, then of none) or, where no memory has the key, by text `n`. A source
 * that is gone or closed takes the link along.
 */
export const LINK_ENDS = `
  join lateral (select m.* from memories m where m.tenant_id = l.tenant_id and m.id = l.source_id and ${HOLDS} offset 0) s on true
  left join lateral (
    select m.id, m.namespace, m.key from memories m
    where m.tenant_id = l.tenant_id and m.id = case when l.target like 'id:%' then substr(l.target, 4)::uuid end and ${HOLDS} offset 0
  ) i on true
  left join lateral (
    select m.id, m.namespace, m.key from memories m
    where m.tenant_id = l.tenant_id ${LOOK_UP} and m.namespace = ${TARGET_NAMESPACE} and m.key = ${TARGET_NAME} and ${HOLDS}
    order by m.user_id is distinct from s.user_id, m.agent_id is distinct from s.agent_id, m.user_id is not null, m.agent_id is not null,
      m.arrival limit 1
  ) k on l.target like 'key:%'
  left join lateral (
    select m.id, m.namespace, m.key from memories m
    where k.id is null and ${hasText('l.tenant_id', TARGET_NAMESPACE, TARGET_NAME)} and ${HOLDS} order by m.arrival desc limit 1
  ) n on l.target like 'key:%'`;

/** Whether the target of a link is seen: it is there, or it is a name that no memory has yet. */
export const SEEN = `(l.target like 'key:%' or i.id is not null)`;

/** Makes a link of its row. */
export function linkOf(row: LinkRow): Link {
  const named = decodeTarget(row.target);
  return {
    sourceId: row.source_id,
    sourceNamespace: row.source_namespace,
    sourceKey: row.source_key,
    targetId: row.target_id,
    targetNamespace: row.target_namespace ?? ('key' in named ? named.namespace : row.source_namespace),
    targetKey: row.target_key ?? ('key' in named ? named.key : null),
    type: row.type,
    weight: row.weight,
  };
}
