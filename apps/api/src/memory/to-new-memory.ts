import type { JsonObject, JsonValue } from '@somabrain/kernel';
import { KEPT_FIELDS, type KeptField, type NewMemory } from '@somabrain/memory';
import { z } from 'zod';
import { linksIn, toLinkInput } from '../links/link-fields';
import type { RememberFields, RememberInput } from './remember-fields';

const MAX_METADATA_BYTES = 16 * 1024;
const TEXT_FIELDS = ['content', 'task', 'text', 'fact'] as const;
const NAMED_FIELDS: ReadonlySet<string> = new Set([
  'metadata',
  'namespace',
  'universe',
  'key',
  'coord',
  'user_id',
  'agent_id',
  'session_id',
  'position',
  'speaker',
  'tags',
  'memory_type',
  'importance',
  'occurred_at',
  'timestamp',
  'ttl_seconds',
  'links',
  ...TEXT_FIELDS,
]);

/** Makes a memory of checked fields: chooses between spellings, fills in defaults, and keeps the rest in the metadata. */
export function toNewMemory(fields: RememberFields, context: z.RefinementCtx): RememberInput {
  const used = TEXT_FIELDS.find((name) => fields[name] != null);
  const content = used && fields[used];
  if (!content) {
    context.addIssue({ code: 'custom', path: ['content'], message: 'is required: the text to remember' });
    return z.NEVER;
  }
  const metadata = metadataOf(fields, content, context);
  if (!metadata) return z.NEVER;
  const keeps = keptFields(fields);
  return {
    content,
    metadata,
    ...(keeps.length > 0 && { keeps }),
    namespace: fields.namespace ?? namespaceOf(fields.universe),
    key: fields.key ?? fields.coord ?? null,
    userId: fields.user_id ?? null,
    agentId: fields.agent_id ?? null,
    sessionId: fields.session_id ?? null,
    position: fields.position ?? null,
    speaker: fields.speaker ?? null,
    tags: [...new Set(fields.tags)],
    memoryType: fields.memory_type ?? 'episodic',
    importance: fields.importance ?? 1,
    occurredAt: fields.occurred_at ?? fields.timestamp ?? null,
    ttlSeconds: fields.ttl_seconds ?? null,
    links: (fields.links ?? []).map(toLinkInput),
  };
}

/** The fields that the caller does not name: the memory that has the key, or says the same, keeps them. Null names one, and clears it. */
function keptFields(fields: RememberFields): KeptField[] {
  const isNamed: Record<KeptField, boolean> = {
    metadata: fields.metadata === null,
    userId: fields.user_id !== undefined,
    agentId: fields.agent_id !== undefined,
    sessionId: fields.session_id !== undefined,
    position: fields.position !== undefined,
    speaker: fields.speaker !== undefined,
    tags: fields.tags !== undefined,
    memoryType: fields.memory_type !== undefined,
    importance: fields.importance !== undefined,
    occurredAt: fields.occurred_at !== undefined || fields.timestamp !== undefined,
    ttlSeconds: fields.ttl_seconds !== undefined,
  };
  return KEPT_FIELDS.filter((field) => !isNamed[field]);
}

/** A remembered item with the namespace that it has in the end. */
export function inNamespace({ links, ...memory }: RememberInput, defaultNamespace: string): NewMemory {
  const namespace = memory.namespace ?? defaultNamespace;
  return { ...memory, namespace, ...(links.length > 0 && { links: linksIn(namespace, links) }) };
}

/** The namespace of a universe of the original, whose first universe was called `real`. */
export function namespaceOf(universe: string | null | undefined): string | null {
  return universe === 'real' ? 'default' : (universe ?? null);
}

/** The metadata with every field that has no place of its own, or null after reporting why there is none. */
function metadataOf(fields: RememberFields, content: string, context: z.RefinementCtx): JsonObject | null {
  const metadata = { ...fields.metadata } as JsonObject;
  for (const [name, value] of leftOver(fields, content)) {
    if (Object.hasOwn(metadata, name) && JSON.stringify(metadata[name]) !== JSON.stringify(value)) {
      context.addIssue({
        code: 'custom',
        path: [name],
        message: `differs from metadata.${name}; send one of them`,
      });
      return null;
    }
    metadata[name] = value;
  }
  // The canonical form (RFC 8785) orders the members but writes them as JSON.stringify does, so it is as long.
  if (Buffer.byteLength(JSON.stringify(metadata)) > MAX_METADATA_BYTES) {
    context.addIssue({
      code: 'custom',
      path: ['metadata'],
      message: `must take at most ${MAX_METADATA_BYTES} bytes as JSON, with the fields that go into it`,
    });
    return null;
  }
  return metadata;
}

/** What would be lost otherwise: unknown fields, and spellings that say something else than the one that counts. */
function* leftOver(fields: RememberFields, content: string): Generator<[string, JsonValue]> {
  for (const name of TEXT_FIELDS) {
    const other = fields[name];
    if (other != null && other !== content) yield [name, other];
  }
  if (fields.coord != null && fields.key != null && fields.coord !== fields.key)
    yield ['coord', fields.coord];
  if (
    fields.universe != null &&
    fields.namespace != null &&
    namespaceOf(fields.universe) !== fields.namespace
  ) {
    yield ['universe', fields.universe];
  }
  const { timestamp, occurred_at: occurredAt } = fields;
  if (timestamp != null && occurredAt != null && timestamp !== occurredAt)
    yield ['timestamp', timestamp / 1000];
  for (const [name, value] of Object.entries(fields)) {
    if (!NAMED_FIELDS.has(name) && value != null) yield [name, value as JsonValue];
  }
}
