import type { Supersession } from './supersession';

/** A supersession in the form in which the database and exported files hold it. */
export interface StoredSupersession {
  readonly reason: string;
  readonly superseded_by: string | null;
  readonly valid_until: number;
  readonly run: string;
}

/** Reads the stored form. */
export function supersessionOf(stored: StoredSupersession | null): Supersession | null {
  if (!stored) return null;
  const { reason, superseded_by: supersededBy, valid_until: validUntil, run } = stored;
  return { reason, supersededBy, validUntil, run };
}

/** Makes the stored form. */
export function storedSupersession(supersession: Supersession | null): StoredSupersession | null {
  if (!supersession) return null;
  const { reason, supersededBy, validUntil, run } = supersession;
  return { reason, superseded_by: supersededBy, valid_until: validUntil, run };
}
