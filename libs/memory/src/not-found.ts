import { Problem } from '@somabrain/kernel';
import type { NamedAddress } from './links/link';

/** The answer for a memory that is not there, expired, or of another tenant. */
export function notFound(id: string): Problem {
  return new Problem('MEMORY_NOT_FOUND', `There is no memory ${id.slice(0, 64)} in this tenant`);
}

/** The answer for a key that several users or agents have, where the request does not say whose is meant. The key is not repeated. */
export function severalNamed({ namespace }: NamedAddress): Problem {
  const message = `is that of several memories in the namespace ${namespace}; name user_id or agent_id, or the memory by its id`;
  return new Problem('VALIDATION_FAILED', `key: ${message}`, { errors: [{ field: 'key', message }] });
}

/** The same for a name that is neither the key nor the text of a memory. The name is not repeated: it may be what a memory says. */
export function noneNamed({ namespace }: NamedAddress): Problem {
  return new Problem(
    'MEMORY_NOT_FOUND',
    `There is no memory with this key in the namespace ${namespace}, and none with exactly this text`,
  );
}
