import type { JsonObject } from '@somabrain/kernel';
import type { Memory, NewMemory } from '@somabrain/memory';
import type { SegmentBoundary } from '../records';

/** An episode of a single memory is that memory. */
const LEAST_MEMORIES = 2;
const LONGEST_TEXT = 4_000;
const LONGEST_LINE = 400;
const EPISODE_TYPE = 'episode';

/** The memories of an episode that belong to one user, agent and session, in order. */
export function partsOf(memories: readonly Memory[]): Memory[][] {
  const parts = new Map<string, Memory[]>();
  for (const memory of memories) {
    const { namespace, userId, agentId, sessionId } = memory;
    const owner = JSON.stringify([namespace, userId, agentId, sessionId]);
    const part = parts.get(owner);
    if (part) part.push(memory);
    else parts.set(owner, [memory]);
  }
  return [...parts.values()].filter((part) => part.length >= LEAST_MEMORIES);
}

/** The name of an episode: the same however often it is closed. */
export function episodeKey({ session, boundary_ts: end }: SegmentBoundary): string {
  return `segment:${session.slice(0, 16)}:${Date.parse(end)}`;
}

/** The memory that is made of a part: what was said in it, line by line, as far as there is room. It goes with the first of them. */
export function episodeMemory(part: readonly Memory[], key: string, boundary: SegmentBoundary): NewMemory {
  const first = part[0]!;
  const last = part[part.length - 1]!;
  return {
    namespace: first.namespace,
    key,
    content: textOf(part),
    metadata: { episode: detailsOf(part, boundary) },
    userId: first.userId,
    agentId: first.agentId,
    // A turn of its session it is not.
    sessionId: null,
    position: null,
    speaker: null,
    tags: [EPISODE_TYPE],
    memoryType: EPISODE_TYPE,
    importance: 1,
    occurredAt: last.occurredAt ?? last.createdAt,
    ttlSeconds: ttlOf(part, last.createdAt),
    links: part.map(({ id }) => ({ type: 'derived_from', target: { id }, weight: 1 })),
  };
}

function textOf(part: readonly Memory[]): string {
  const most = Math.min(LONGEST_LINE, Math.floor(LONGEST_TEXT / part.length));
  return part
    .map(({ speaker, content }) => {
      const line = content.replace(/\s+/gu, ' ');
      const cut = [...line].slice(0, most).join('');
      return speaker === null ? cut : `${speaker}: ${cut}`;
    })
    .join('\n');
}

function detailsOf(
  part: readonly Memory[],
  { domain, evidence, started_ts: start, boundary_ts: end }: SegmentBoundary,
): JsonObject {
  return { memories: part.length, started_at: start, ended_at: end, domain, evidence };
}

/** An episode expires with the first of its memories. */
function ttlOf(part: readonly Memory[], now: number): number | null {
  const ends = part.flatMap(({ expiresAt }) => expiresAt ?? []);
  return ends.length === 0 ? null : Math.max(1, Math.floor((Math.min(...ends) - now) / 1_000));
}
