import { binaryArray, type Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import type { LinkType } from '../links/link';
import type { Memory } from '../memory';
import { decodeTarget } from '../links/link-target';
import { epochMs, memoryOf, type MemoryRecord, STATE_COLUMNS } from '../postgres/memory-rows';
import { type Exported, type ExportedLink, linkLine, versionLine } from './export-lines';

const PAGE_ROWS = 500;

const VERSIONS = {
  text: `
    select w.place, m.memory_id as id, ${STATE_COLUMNS}, m.ttl_seconds, ${epochMs('m.recorded_at')} as updated_ms,
      ${epochMs('m.replaced_at')} as replaced_ms, w.created_ms
    from unnest($2::uuid[], $3::integer[], $4::float8[]) with ordinality w (id, version, created_ms, place),
      lateral (
        select * from memory_versions v
        where v.tenant_id = $1 and v.memory_id = w.id and v.version < w.version and (w.place > $5 or v.version > $6)
        order by v.version limit ${PAGE_ROWS}
      ) m
    where w.place >= $5
    order by w.place, m.version limit ${PAGE_ROWS}`,
};
const LINKS = {
  text: `
    select w.place, m.source_id, m.type, m.target, m.weight
    from unnest($2::uuid[]) with ordinality w (id, place),
      lateral (
        select * from memory_links l
        where l.tenant_id = $1 and l.source_id = w.id and (w.place > $3 or (l.type, l.target) > ($4, $5))
        order by l.type, l.target limit ${PAGE_ROWS}
      ) m
    where w.place >= $3
    order by w.place, m.type, m.target limit ${PAGE_ROWS}`,
};

/** A line that belongs to a memory of a page. */
export interface RelatedLine {
  /** Of the memory in the page, from 0. */
  readonly place: number;
  readonly line: string;
}

interface VersionRow extends MemoryRecord {
  place: string;
  ttl_seconds: string | null;
  replaced_ms: number;
}

interface LinkRow {
  place: string;
  source_id: string;
  type: LinkType;
  target: string;
  weight: number;
}

/** The earlier versions of the memories of a page: memory by memory, the oldest first. */
export async function* versionLines(
  database: Database,
  viewer: Viewer,
  memories: readonly Exported<Memory>[],
): AsyncGenerator<RelatedLine> {
  if (memories.every(({ item }) => item.version === 1)) return;
  const lists = [
    binaryArray.uuid(memories.map(({ item }) => item.id)),
    binaryArray.int4(memories.map(({ item }) => item.version)),
    binaryArray.float8(memories.map(({ item }) => item.createdAt)),
  ];
  for (let [place, version, more] = [1, 0, true]; more;) {
    const values = [viewer.tenant, ...lists, place, version];
    const rows = await database.readTenant(viewer, (transaction) =>
      transaction.query<VersionRow>(VERSIONS, values),
    );
    for (const row of rows) yield { place: Number(row.place) - 1, line: lineOfVersion(row) };
    const last = rows.at(-1);
    more = rows.length === PAGE_ROWS;
    if (last) [place, version] = [Number(last.place), last.version];
  }
}

/** The links that lead from the memories of a page, memory by memory. */
export async function* linkLines(
  database: Database,
  viewer: Viewer,
  memories: readonly Exported<Memory>[],
): AsyncGenerator<RelatedLine> {
  const ids = binaryArray.uuid(memories.map(({ item }) => item.id));
  for (let [place, type, target, more] = [1, '', '', true]; more;) {
    const values = [viewer.tenant, ids, place, type, target];
    const rows = await database.readTenant(viewer, (transaction) =>
      transaction.query<LinkRow>(LINKS, values),
    );
    for (const row of rows) yield { place: Number(row.place) - 1, line: linkLine(linkOf(row)) };
    const last = rows.at(-1);
    more = rows.length === PAGE_ROWS;
    if (last) [place, type, target] = [Number(last.place), last.type, last.target];
  }
}

function lineOfVersion(row: VersionRow): string {
  const memory = memoryOf(row);
  return versionLine({
    item: { memory, recordedAt: memory.updatedAt, replacedAt: row.replaced_ms },
    ttlSeconds: row.ttl_seconds === null ? null : Number(row.ttl_seconds),
  });
}

function linkOf({ source_id: sourceId, type, target, weight }: LinkRow): ExportedLink {
  return { sourceId, type, target: decodeTarget(target), weight };
}
