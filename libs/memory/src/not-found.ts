import { Problem } from '@somabrain/kernel';

/** The answer for a memory that is not there, expired, or of another tenant. */
export function notFound(id: string): Problem {
  return new Problem('MEMORY_NOT_FOUND', `There is no memory ${id.slice(0, 64)} in this tenant`);
}
