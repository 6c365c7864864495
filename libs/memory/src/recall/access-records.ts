import type { AccessAction, AccessLog } from '@somabrain/audit';
import { type JsonObject, newId, type TenantContext } from '@somabrain/kernel';
import type { Memory, Recalled, RecallQuery, Remembered } from '../memory';
import type { ScopeQuery } from '../scopes/scope';

/** Takes down in the audit who read which memories: ids, counts and sizes, no content. */
export class AccessRecords {
  constructor(private readonly log: AccessLog) {}

  async recalled(context: TenantContext, query: RecallQuery, recalled: Recalled): Promise<void> {
    await this.record(
      context,
      'memory.recalled',
      namespaceResource(query.namespaces ? null : query.namespace),
      {
        ...(query.namespaces && { namespaces: [...query.namespaces] }),
        ids: recalled.results.map(({ memory }) => memory.id),
        ...(context.session !== undefined && { session: context.session }),
        query_bytes: Buffer.byteLength(query.query ?? ''),
        ...(query.asOf !== null && { as_of: new Date(query.asOf).toISOString() }),
        total_candidates: recalled.totalCandidates,
      },
    );
  }

  async read(context: TenantContext, { id, namespace, version }: Memory): Promise<void> {
    await this.record(context, 'memory.read', { type: 'memory', id, namespace }, { version });
  }

  async listed(context: TenantContext, namespace: string | null, memories: readonly Memory[]): Promise<void> {
    const data = { ids: memories.map(({ id }) => id) };
    await this.record(context, 'memories.listed', namespaceResource(namespace), data);
  }

  async scopesListed(
    context: TenantContext,
    { kind, namespace }: Pick<ScopeQuery, 'kind' | 'namespace'>,
    scopes: number,
  ): Promise<void> {
    await this.record(context, 'scopes.listed', namespaceResource(namespace), { kind, scopes });
  }

  async historyRead(context: TenantContext, id: string, versions: readonly number[]): Promise<void> {
    await this.record(context, 'memory.history_read', { type: 'memory', id }, { versions: [...versions] });
  }

  async linksRead(context: TenantContext, namespace: string | null, links: number): Promise<void> {
    await this.record(context, 'links.read', namespaceResource(namespace), { links });
  }

  async exported(context: TenantContext, namespace: string | null, counts: JsonObject): Promise<void> {
    await this.record(context, 'memories.exported', namespaceResource(namespace), counts);
  }

  /** A remember that found the memory there already: it tells the caller so. */
  async deduplicated(context: TenantContext, { id, namespace, version }: Remembered): Promise<void> {
    await this.record(context, 'memory.deduplicated', { type: 'memory', id, namespace }, { version });
  }

  private async record(
    { tenant, actor, traceId, decisionId }: TenantContext,
    action: AccessAction,
    resource: JsonObject,
    data: JsonObject,
  ): Promise<void> {
    await this.log.record(tenant, { id: newId(), actor, action, traceId, decisionId, resource, data });
  }
}

function namespaceResource(namespace: string | null): JsonObject {
  return namespace === null ? { type: 'tenant' } : { type: 'namespace', id: namespace };
}
