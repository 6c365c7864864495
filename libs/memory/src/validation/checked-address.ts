import { isId, Problem } from '@somabrain/kernel';
import { notFound } from '../not-found';

/** The answer for a coordinate without a memory. */
export function noneAt(coordinate: string): Problem {
  return new Problem('MEMORY_NOT_FOUND', `There is no memory at ${coordinate.slice(0, 64)}`);
}

/** The answer for a coordinate that several users or agents have in common. */
export function severalAt(): Problem {
  const message = 'is that of several memories; name user_id or agent_id, or the memory by its id';
  return new Problem('VALIDATION_FAILED', `coordinate: ${message}`, {
    errors: [{ field: 'coordinate', message }],
  });
}

/** An id in the form it is stored in. @throws Problem MEMORY_NOT_FOUND for what is none */
export function checkedId(id: string): string {
  if (!isId(id)) throw notFound(id);
  return id.toLowerCase();
}
