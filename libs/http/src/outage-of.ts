import type { Problem, ProblemCode } from '@somabrain/kernel';

/** The backend for want of which a request is refused, by the code of its problem. */
const BACKENDS: Partial<Readonly<Record<ProblemCode, string>>> = {
  DATABASE_UNAVAILABLE: 'postgres',
  MEMORY_UNAVAILABLE: 'memory',
  POLICY_UNAVAILABLE: 'opa',
  IDENTITY_UNAVAILABLE: 'identity',
};

/** The backend whose outage a problem is part of; null: it is of another kind. */
export function outageOf({ code }: Problem): string | null {
  return BACKENDS[code] ?? null;
}
