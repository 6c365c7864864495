import type { Supersession } from './supersession';

/** A closure as it is stored, and as it stands in an exported file. */
export interface StoredClosure {
  readonly reason: string;
  readonly superseded_by: string | null;
  readonly valid_until: number;
  readonly run: string;
}

export function supersessionOf(stored: StoredClosure | null): Supersession | null {
  if (!stored) return null;
  const { reason, superseded_by: supersededBy, valid_until: validUntil, run } = stored;
  return { reason, supersededBy, validUntil, run };
}

export function storedClosure(closure: Supersession | null): StoredClosure | null {
  if (!closure) return null;
  const { reason, supersededBy, validUntil, run } = closure;
  return { reason, superseded_by: supersededBy, valid_until: validUntil, run };
}
