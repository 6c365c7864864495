import type { Link } from '@somabrain/memory';

/** A memory as links show it; without an id it is a key that no memory has yet. */
export interface GraphNode {
  readonly id: string | null;
  readonly namespace: string;
  readonly key: string | null;
}

/** What tells a node from all others of the tenant. */
export function nameOf({ id, namespace, key }: GraphNode): string {
  return id ?? `${namespace} ${key ?? ''}`;
}

export function sourceOf({ sourceId, sourceNamespace, sourceKey }: Link): GraphNode {
  return { id: sourceId, namespace: sourceNamespace, key: sourceKey };
}

export function targetOf({ targetId, targetNamespace, targetKey }: Link): GraphNode {
  return { id: targetId, namespace: targetNamespace, key: targetKey };
}
