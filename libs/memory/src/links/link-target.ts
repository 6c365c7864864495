import type { NewLink } from './link';

type Target = NewLink['target'];

/** A target as it is stored. Namespaces have no space in them. */
export function encodeTarget(target: Target): string {
  return 'id' in target ? idTarget(target.id) : keyTarget(target.namespace, target.key);
}

/** The target of a memory by its id. */
export function idTarget(id: string): string {
  return `id:${id.toLowerCase()}`;
}

/** The target of whatever memory has the key. */
export function keyTarget(namespace: string, key: string): string {
  return `key:${namespace} ${key}`;
}

/** What `encodeTarget` made a stored target of. */
export function decodeTarget(stored: string): Target {
  const value = stored.slice(stored.indexOf(':') + 1);
  if (stored.startsWith('id:')) return { id: value };
  const space = value.indexOf(' ');
  return { namespace: value.slice(0, space), key: value.slice(space + 1) };
}
