import { isId, Problem } from '@somabrain/kernel';
import { notFound } from '../not-found';

export function noneAt(coordinate: string): Problem {
  return new Problem('MEMORY_NOT_FOUND', `There is no memory at ${coordinate.slice(0, 64)}`);
}

/** An id in the form it is stored in. @throws Problem MEMORY_NOT_FOUND for what is none */
export function checkedId(id: string): string {
  if (!isId(id)) throw notFound(id);
  return id.toLowerCase();
}
