import type { Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import { listMemories } from '../listing/list-memories';
import type { Memory, RecallQuery } from '../memory';
import type { Found } from './relevant-results';

/** Answers a recall that asks no question: the newest memories that meet the filter. Nothing is ranked, so their scores are 0; what meets the filter is wanted, so their relevance is 1. */
export async function recallNewest(
  database: Database,
  viewer: Viewer,
  { namespace, filter, limit, explain }: RecallQuery,
): Promise<Found> {
  const conditions = { namespace, key: null, filter };
  const memories: Memory[] = [];
  let cursor: string | null = null;
  let totalCandidates: number | null = null;
  do {
    const rest = { limit: limit - memories.length, cursor, total: totalCandidates === null };
    const page = await listMemories(database, viewer, { ...conditions, ...rest }, { superseded: false });
    memories.push(...page.items);
    totalCandidates ??= page.total;
    cursor = page.nextCursor;
  } while (cursor !== null && memories.length < limit);
  const results = memories.map((memory) => ({
    memory,
    score: 0,
    relevance: 1,
    explanation: explain ? {} : null,
  }));
  return {
    results,
    fits: true,
    totalCandidates: totalCandidates ?? 0,
    inMind: [],
    degraded: [],
  };
}
