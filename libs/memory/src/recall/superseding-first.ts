import type { Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import type { Explanation } from '@somabrain/retrieval';
import type { ActivatedMemory } from '../links/activate-hits';
import { followLinks } from '../links/follow-links';
import type { Memory, RecalledMemory } from '../memory';
import { readRecalledMemories } from '../postgres/recalled-memories';

/** Links from one memory to the next that are followed at most. */
const MOST_STEPS = 5;
/** Memories that supersede one and are looked at. */
const MOST_SUPERSEDING = 10;

const NOTHING: Explanation = { lexical: 0, dense: 0, hints: {}, importance: 0, recency: 0, feedback: 0 };

/** The hit that a memory is which only a link led to. */
export function ledTo(id: string, explain: boolean): ActivatedMemory {
  return {
    id,
    version: null,
    arrival: null,
    score: 0,
    relevance: 0,
    ...(explain && { explanation: NOTHING }),
  };
}

/** What of a memory is answered where a link leads to it. */
export type AsResult = (memory: Memory) => RecalledMemory | null;

/** Which memories supersede which, as links of one recall say. */
export class Supersessions {
  private readonly supersedingOf = new Map<string, RecalledMemory[]>();

  constructor(
    private readonly database: Database,
    private readonly viewer: Viewer,
    /** The result that a memory is; null for one that does not meet the question's conditions, and then supersedes nothing. */
    private readonly asResult: AsResult,
  ) {}

  /** Finds what supersedes memories, what supersedes that, and so on. @param ids memories that may be superseded @throws Problem DATABASE_UNAVAILABLE */
  async find(ids: readonly string[]): Promise<void> {
    let asked = ids;
    for (let step = 0; asked.length > 0 && step < MOST_STEPS; step += 1) {
      const links = await followLinks(this.database, this.viewer, {
        ids: asked,
        direction: 'in',
        types: ['supersedes'],
        each: MOST_SUPERSEDING,
      });
      const read = await readRecalledMemories(this.database, this.viewer, [
        ...new Set(links.map(({ sourceId }) => sourceId)),
      ]);
      for (const id of asked) this.supersedingOf.set(id, []);
      for (const { sourceId, targetId } of links) {
        const memory = read.get(sourceId)?.memory;
        const result = memory ? this.asResult(memory) : null;
        if (result && targetId !== null) this.supersedingOf.get(targetId)?.push(result);
      }
      asked = [...read].flatMap(([id, { maybeSuperseded }]) =>
        maybeSuperseded && !this.supersedingOf.has(id) ? [id] : [],
      );
    }
  }

  /** Results with what supersedes them before them, newest first, be it a result itself or not; they are marked as older. */
  placed(results: readonly RecalledMemory[]): RecalledMemory[] {
    if (this.supersedingOf.size === 0) return [...results];
    const found = new Map(results.map((result) => [result.memory.id, result]));
    const placed = new Map<string, RecalledMemory>();
    const begun = new Set<string>();
    const place = (result: RecalledMemory): void => {
      const { id } = result.memory;
      if (begun.has(id)) return;
      begun.add(id);
      // Of memories that supersede each other the first that is found ends the circle.
      const superseding = (this.supersedingOf.get(id) ?? []).filter(
        (other) => placed.has(other.memory.id) || !begun.has(other.memory.id),
      );
      for (const other of [...superseding].sort(newestFirst))
        place(asGoodAs(result, found.get(other.memory.id) ?? other));
      placed.set(id, superseding.length > 0 ? { ...result, older: true } : result);
    };
    for (const result of results) place(result);
    return [...placed.values()];
  }
}

/** By the time of what happened where both have one, else by when they were stored. */
function newestFirst({ memory: one }: RecalledMemory, { memory: other }: RecalledMemory): number {
  const dated = one.occurredAt !== null && other.occurredAt !== null;
  return (dated ? other.occurredAt - one.occurredAt : 0) || other.createdAt - one.createdAt;
}

/** What supersedes a result answers no worse: it comes before it in a list sorted by score. */
function asGoodAs({ score, relevance }: RecalledMemory, superseding: RecalledMemory): RecalledMemory {
  const moved = Math.max(0, score - superseding.score);
  const { explanation, older } = superseding;
  return {
    ...superseding,
    ...(older && { older: false }),
    score: superseding.score + moved,
    relevance: Math.max(relevance, superseding.relevance),
    explanation:
      explanation && moved > 0 ? { ...explanation, order: (explanation.order ?? 0) + moved } : explanation,
  };
}
