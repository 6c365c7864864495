import type { Database, TenantTransaction } from '@somabrain/database';
import { Problem, type Viewer } from '@somabrain/kernel';
import type { Memory, MemoryVersion, NewMemory } from '../memory';
import type { Page, PageQuery } from '../listing/page';
import {
  epochMs,
  fieldsOf,
  MEMORY_COLUMNS,
  memoryOf,
  type MemoryRecord,
  VERSION_COLUMNS,
} from '../postgres/memory-rows';
import { type BoundedRow, boundedPage, rowsOfPage } from '../listing/bounded-page';
import { decodeCursor, encodeCursor } from '../listing/page-cursor';
import { notFound } from '../not-found';

interface VersionRow extends Omit<MemoryRecord, 'created_ms'> {
  replaced_ms: number;
  ttl_seconds: string | null;
}

const PRESENT = {
  text: `select ${MEMORY_COLUMNS} from memories m
    where m.tenant_id = $1 and m.id = $2 and (m.expires_at is null or m.expires_at > now())`,
};
const COLUMNS = `${VERSION_COLUMNS}, ${epochMs('m.replaced_at')} as replaced_ms, m.ttl_seconds`;
const VERSIONS = {
  text: boundedPage(
    COLUMNS,
    `select * from memory_versions m
      where m.tenant_id = $1 and m.memory_id = $2 and m.version < $3 order by m.version desc limit $4`,
    'm.version desc',
  ),
};
const VERSION = {
  text: `select ${COLUMNS} from memory_versions m
    where m.tenant_id = $1 and m.memory_id = $2 and m.version = $3`,
};

/** A page of the versions of a memory, the present one first. It ends sooner where texts are long. @throws Problem MEMORY_NOT_FOUND, CURSOR_INVALID */
export async function readHistory(
  database: Database,
  viewer: Viewer,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<Page<MemoryVersion>> {
  const before = cursor === null ? null : Number(decodeCursor('version', cursor));
  return database.readTenant(viewer, async (transaction) => {
    const present = await readPresent(transaction, viewer, id);
    const first = before === null ? [presentVersion(present)] : [];
    const wanted = limit - first.length;
    const values = [viewer.tenant, id, before ?? present.version, wanted + 1];
    const rows = await transaction.query<VersionRow & BoundedRow>(VERSIONS, values);
    const { page, hasMore } = rowsOfPage(rows, wanted);
    const items = [...first, ...page.map((row) => versionOf(row, present))];
    const last = hasMore ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor('version', last.memory.version) : null };
  });
}

/**
 * What a caller had set in an earlier version.
 * @param version null: the one before the present one
 * @throws Problem MEMORY_NOT_FOUND, VERSION_NOT_FOUND
 */
export async function readVersion(
  database: Database,
  viewer: Viewer,
  id: string,
  version: number | null,
): Promise<{ version: number; fields: NewMemory }> {
  return database.readTenant(viewer, async (transaction) => {
    const present = await readPresent(transaction, viewer, id);
    const wanted = version ?? present.version - 1;
    const [row] = await transaction.query<VersionRow>(VERSION, [viewer.tenant, id, wanted]);
    if (!row) throw noVersion(wanted);
    const ttlSeconds = row.ttl_seconds === null ? null : Number(row.ttl_seconds);
    return { version: wanted, fields: fieldsOf(versionOf(row, present).memory, ttlSeconds) };
  });
}

/**
 * A memory in the version that a write gave it, be it the present one or not.
 * @throws Problem MEMORY_NOT_FOUND when it is gone by now
 */
export async function readAtVersion(
  database: Database,
  viewer: Viewer,
  id: string,
  version: number,
): Promise<Memory> {
  return database.readTenant(viewer, async (transaction) => {
    const present = await readPresent(transaction, viewer, id);
    if (present.version === version) return present;
    const [row] = await transaction.query<VersionRow>(VERSION, [viewer.tenant, id, version]);
    if (!row) throw notFound(id);
    return versionOf(row, present).memory;
  });
}

async function readPresent(transaction: TenantTransaction, viewer: Viewer, id: string): Promise<Memory> {
  const [row] = await transaction.query<MemoryRecord>(PRESENT, [viewer.tenant, id]);
  if (!row) throw notFound(id);
  return memoryOf(row);
}

function presentVersion(memory: Memory): MemoryVersion {
  return { memory, recordedAt: memory.updatedAt, replacedAt: null };
}

function versionOf(row: VersionRow, present: Memory): MemoryVersion {
  const memory = memoryOf({ ...row, created_ms: present.createdAt });
  return { memory, recordedAt: memory.updatedAt, replacedAt: row.replaced_ms };
}

function noVersion(version: number): Problem {
  const message =
    version < 1
      ? 'the memory was never changed: there is nothing to go back to'
      : `there is no version ${version} to go back to`;
  return new Problem('VERSION_NOT_FOUND', `version: ${message}`, { errors: [{ field: 'version', message }] });
}
