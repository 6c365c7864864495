import { Database, runMigrations } from '@somabrain/database';
import { createLogger, newTraceId, parseTenantId, type TenantContext } from '@somabrain/kernel';
import type { InProcessMemory, LinkType, MemoryService } from '@somabrain/memory';
import type { RankingConstants } from '@somabrain/retrieval';
import { RANKING_CONSTANTS } from '@somabrain/retrieval';
import { InProcessSessionBuffer, textCode } from '@somabrain/working-memory';
import { migrations } from '../../../migrations';
import { memoryOf, queryOf } from '../../support/memory-fields';
import { openMemory } from '../../support/memory-harness';
import type { Question, Turn } from '../recall/conversations';

const BATCH = 500;
const CALLERS = 4;
const RESULTS = 20;
/** Turns of so many words are of the usual importance. */
const USUAL_WORDS = 20;
/** The entries that working memory holds by default. */
const BOUNDS = { capacity: 64, ttlMs: 3_600_000 };

/** A link between turns, by their ids in the data. */
export interface TurnLink {
  readonly from: string;
  readonly to: string;
  readonly type: LinkType;
  readonly weight: number;
}

/** The turns of all conversations in one tenant, a namespace each. */
export interface Stored {
  readonly context: TenantContext;
  /** Memory by turn. */
  readonly ids: ReadonlyMap<string, string>;
  /** The working memory of the last session of each conversation. */
  readonly workingMemory: ReadonlyMap<string, readonly string[]>;
}

/** Long-term memory on a database of its own, as it ranks by some constants. */
export class BenchCorpus {
  private constructor(
    private readonly database: Database,
    private readonly turns: readonly Turn[],
  ) {}

  static async open(dsn: string, turns: readonly Turn[]): Promise<BenchCorpus> {
    await runMigrations(dsn, migrations);
    return new BenchCorpus(new Database({ dsn, poolSize: 10 }, createLogger('WARN')), turns);
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  /** Runs `work` on a memory that ranks by other constants. */
  async ranked<T>(
    changed: Partial<RankingConstants>,
    work: (memory: MemoryService) => Promise<T>,
  ): Promise<T> {
    const memory: InProcessMemory = await openMemory(this.database, {
      ranking: { ...RANKING_CONSTANTS, ...changed },
    });
    try {
      return await work(memory.service);
    } finally {
      await memory.close();
    }
  }

  /** Stores all turns in a tenant of its own. */
  async store(memory: MemoryService, tenant: string): Promise<Stored> {
    const context = { tenant: parseTenantId(tenant, 'tenant'), actor: 'bench', traceId: newTraceId() };
    const ids = new Map<string, string>();
    const buffer = new InProcessSessionBuffer(BOUNDS);
    for (let from = 0; from < this.turns.length; from += BATCH) {
      const turns = this.turns.slice(from, from + BATCH);
      const outcomes = await memory.rememberBatch(context, turns.map(memoryOfTurn), { atomic: true });
      for (const [index, turn] of turns.entries()) {
        const outcome = outcomes[index];
        if (!outcome || !('id' in outcome)) throw new Error(`The turn ${turn.doc_id} was not stored`);
        ids.set(turn.doc_id, outcome.id);
        const admission = { id: outcome.id, code: textCode(turn.text), reward: 0.5 };
        await buffer.admit(context.tenant, turn.conversation_id, [admission]);
      }
    }
    const conversations = new Set(this.turns.map((turn) => turn.conversation_id));
    const workingMemory = new Map<string, string[]>();
    for (const conversation of conversations)
      workingMemory.set(
        conversation,
        (await buffer.read(context.tenant, conversation)).map(({ id }) => id),
      );
    return { context, ids, workingMemory };
  }

  async link(memory: MemoryService, { context, ids }: Stored, links: readonly TurnLink[]): Promise<void> {
    await eachOf(links, async ({ from, to, type, weight }) => {
      const [source, target] = [{ id: ids.get(from)! }, { id: ids.get(to)! }];
      await memory.link(context, { source, target, type, weight });
    });
  }

  /** The turns that answer each question, best first. */
  async recall(
    memory: MemoryService,
    { context, workingMemory }: Stored,
    questions: readonly Question[],
    inSession = false,
  ): Promise<Map<string, string[]>> {
    const run = new Map<string, string[]>();
    await eachOf(questions, async ({ query_id: id, query, conversation_id: namespace }) => {
      const session = inSession && { inMind: workingMemory.get(namespace) ?? [] };
      const asked = queryOf(query, { namespace, limit: RESULTS, ...session });
      const { results } = await memory.recall(context, asked);
      run.set(
        id,
        results.map((result) => result.memory.key ?? ''),
      );
    });
    return run;
  }
}

/** Works on all items, a few at a time. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: CALLERS }, worker));
}

function memoryOfTurn(turn: Turn) {
  return memoryOf(turn.text, {
    namespace: turn.conversation_id,
    key: turn.doc_id,
    // Conversations number their sessions alike.
    sessionId: turn.session_id === null ? null : `${turn.conversation_id}/${turn.session_id}`,
    speaker: turn.speaker,
    occurredAt: turn.timestamp === null ? null : Date.parse(`${turn.timestamp}Z`),
    importance: turn.text.split(/\s+/).length / USUAL_WORDS,
  });
}
