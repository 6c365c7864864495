import { Problem } from '@somabrain/kernel';
import type { EndInput } from './link-requests';

/** Does what names memories by their keys. @throws Problem as the work; one about a key names the field of the body that has it */
export async function namingEnd<T>(
  ends: Readonly<Partial<Record<'from' | 'to', EndInput | null>>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const [only, other] = Object.entries(ends).filter(([, end]) => end && 'key' in end);
    throw only && !other ? renamed(error, 'key', `${only[0]}_key`) : error;
  }
}

/** A refusal of a field under the name that the body has for it; anything else stays as it is. */
export function renamed(error: unknown, from: string, to: string): unknown {
  if (!(error instanceof Problem) || error.code !== 'VALIDATION_FAILED') return error;
  const [first] = error.errors;
  if (first?.field !== from) return error;
  const errors = [{ ...first, field: to }];
  return new Problem('VALIDATION_FAILED', `${to}: ${first.message}`, { errors, cause: error });
}
