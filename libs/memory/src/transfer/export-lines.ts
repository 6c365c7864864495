import type { NewLink } from '../links/link';
import { storedSupersession } from '../consolidation/stored-supersession';
import type { Memory, MemoryVersion } from '../memory';

/** A file in this form begins with it; what another version means, this one does not know. */
export const EXPORT_FORMAT = 'somabrain-export';
export const EXPORT_VERSION = 1;

/** What the header says; `memories` is how many there were when the export began. */
export interface ExportHeader {
  readonly exportId: string;
  readonly tenant: string;
  readonly namespace: string | null;
  readonly exportedAt: number;
  readonly memories: number;
}

/** How many lines there are of each kind. */
export interface LineCounts {
  memories: number;
  versions: number;
  links: number;
}

/** A memory, or one of its earlier versions, with what callers had set and answers do not show. */
export interface Exported<Item> {
  readonly item: Item;
  readonly ttlSeconds: number | null;
}

/** A link of a memory, as it was made. */
export type ExportedLink = NewLink & { readonly sourceId: string };

export function headerLine({ exportId, tenant, namespace, exportedAt, memories }: ExportHeader): string {
  const format = { type: 'header', format: EXPORT_FORMAT, version: EXPORT_VERSION };
  return lineOf({
    ...format,
    export_id: exportId,
    tenant,
    namespace,
    exported_at: isoTime(exportedAt),
    memories,
  });
}

export function memoryLine({ item, ttlSeconds }: Exported<Memory>): string {
  const times = { created_at: isoTime(item.createdAt), updated_at: isoTime(item.updatedAt) };
  return lineOf({ type: 'memory', ...stateOf(item, ttlSeconds), ...times });
}

export function versionLine({ item, ttlSeconds }: Exported<MemoryVersion>): string {
  const times = { recorded_at: isoTime(item.recordedAt), replaced_at: isoTime(item.replacedAt) };
  return lineOf({ type: 'version', ...stateOf(item.memory, ttlSeconds), ...times });
}

export function linkLine({ sourceId, type, target, weight }: ExportedLink): string {
  return lineOf({ type: 'link', source_id: sourceId, link_type: type, target, weight });
}

/** @param sha256 hex, over all lines between the header and the trailer with their line ends */
export function trailerLine(counts: LineCounts, sha256: string): string {
  return lineOf({ type: 'trailer', ...counts, sha256 });
}

function stateOf(memory: Memory, ttlSeconds: number | null) {
  return {
    id: memory.id,
    namespace: memory.namespace,
    key: memory.key,
    version: memory.version,
    content: memory.content,
    metadata: memory.metadata,
    user_id: memory.userId,
    agent_id: memory.agentId,
    session_id: memory.sessionId,
    position: memory.position,
    speaker: memory.speaker,
    tags: memory.tags,
    memory_type: memory.memoryType,
    importance: memory.importance,
    occurred_at: isoTime(memory.occurredAt),
    ttl_seconds: ttlSeconds,
    expires_at: isoTime(memory.expiresAt),
    ...(memory.closed && { closed: storedSupersession(memory.closed) }),
  };
}

function isoTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
