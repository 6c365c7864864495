import { encodeFilter, type TenantContext } from '@somabrain/kernel';

/** A session as its buffer knows it: who sees a part of the tenant has sessions of their own, which nobody else can crowd. */
export function sessionOf({ visibility }: TenantContext, sessionId: string): string {
  return visibility ? `${sessionId}\n${encodeFilter(visibility)}` : sessionId;
}
