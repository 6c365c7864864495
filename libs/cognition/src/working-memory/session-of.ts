import { encodeFilter, type TenantContext } from '@somabrain/kernel';

/** The name of a session in the buffer. Callers who see only a part of the tenant have sessions of their own, which others cannot fill. */
export function sessionOf({ visibility }: TenantContext, sessionId: string): string {
  return visibility ? `${sessionId}\n${encodeFilter(visibility)}` : sessionId;
}
