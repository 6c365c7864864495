import { createHash } from 'node:crypto';

/** What shows that records are about one session without saying which: 32 hex digits. */
export function sessionMark(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex').slice(0, 32);
}
