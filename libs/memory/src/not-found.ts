import { Problem } from '@somabrain/kernel';
import type { NamedAddress } from './links';

/** The answer for a memory that is not there, expired, or of another tenant. */
export function notFound(id: string): Problem {
  return new Problem('MEMORY_NOT_FOUND', `There is no memory ${id.slice(0, 64)} in this tenant`);
}

/** The same for a name that is neither the key nor the text of a memory. */
export function noneNamed({ namespace, key }: NamedAddress): Problem {
  return new Problem(
    'MEMORY_NOT_FOUND',
    `There is no memory with the key or the text ${key.slice(0, 64)} in the namespace ${namespace}`,
  );
}
