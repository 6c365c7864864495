import { newTraceId, parseTenantId, type TenantContext } from '@somabrain/kernel';
import type { NewMemory, Queued, RecallQuery, Remembered } from '@somabrain/memory';

/** A context of the tenant with this id. */
export function contextOf(tenant: string): TenantContext {
  return { tenant: parseTenantId(tenant, 'test'), actor: 'test', traceId: newTraceId() };
}

/** A memory with this text and otherwise the defaults of the API. */
export function memoryOf(content: string, fields: Partial<NewMemory> = {}): NewMemory {
  return {
    namespace: 'default',
    content,
    key: null,
    metadata: {},
    userId: null,
    agentId: null,
    sessionId: null,
    position: null,
    speaker: null,
    tags: [],
    memoryType: 'episodic',
    importance: 1,
    occurredAt: null,
    ttlSeconds: null,
    ...fields,
  };
}

/** A question with the defaults of the API. */
export function queryOf(query: string, fields: Partial<RecallQuery> = {}): RecallQuery {
  const defaults = {
    namespace: 'default',
    limit: 10,
    filter: {},
    minScore: null,
    asOf: null,
    explain: false,
    maxTokens: null,
  };
  return { query, ...defaults, ...fields };
}

/** What was remembered, which did not have to wait. */
export function stored(outcome: Remembered | Queued): Remembered {
  if (outcome.status === 'queued') throw new Error('It waits in the journal');
  return outcome;
}
