import { Inject, Injectable } from '@nestjs/common';
import { narrowed, Problem, type TenantContext } from '@somabrain/kernel';
import {
  meetsFilter,
  type Memory,
  type MemoryFilter,
  MemoryService,
  type NewMemory,
  type Recalled,
} from '@somabrain/memory';
import { noveltyOf, textCode } from '@somabrain/working-memory';
import type { Reached } from '../graph/explore';
import { Graph } from '../graph/graph';
import { TenantModulators } from '../tuning/tenant-modulators';
import { actPolicy, actSalience, type TaskSignals } from './act-salience';

const MAX_KEY = 512;
const PLAN_STEPS = 5;

/** Something that is about to be done. */
export interface Task {
  readonly task: string;
  readonly namespace: string;
  readonly sessionId: string | null;
  /** Only such memories are looked at. */
  readonly filter: MemoryFilter;
  /** Whose the memory is, should the task be stored. */
  readonly userId: string | null;
  readonly agentId: string | null;
  /** Memories that are asked for it at most. */
  readonly limit: number;
}

/** The evaluation of a task. */
export interface Acted extends TaskSignals {
  readonly salience: number;
  readonly policy: ReturnType<typeof actPolicy>;
  /** Whether the task was stored as a memory. */
  readonly stored: boolean;
  readonly recalled: Recalled;
  readonly plan: readonly Reached[];
}

/** Evaluates tasks by what is remembered: novelty, prediction error, whether to store and to act, and a plan. */
@Injectable()
export class Acting {
  constructor(
    private readonly memories: MemoryService,
    private readonly graph: Graph,
    @Inject(TenantModulators) private readonly modulators: Pick<TenantModulators, 'of'>,
  ) {}

  /** @throws Problem as recall and remember */
  async act(context: TenantContext, task: Task): Promise<Acted> {
    const { namespace, sessionId, filter } = task;
    const recalled = await this.memories.recall(context, {
      query: task.task,
      namespace,
      limit: task.limit,
      filter,
      minScore: null,
      // How new a task is shows in the distance even to what does not fit it.
      minRelevance: 0,
      explain: true,
      asOf: null,
      maxTokens: null,
      ...(sessionId !== null && { sessionId }),
    });
    const signals = signalsOf(task.task, recalled);
    const levels = await this.modulators.of(context.tenant);
    const salience = actSalience(signals, levels);
    const policy = actPolicy(salience, levels);
    const start = await this.startOf(context, task, recalled);
    const plan = start ? await this.graph.plan(narrowed(context, filter), start, { steps: PLAN_STEPS }) : [];
    if (policy.store) await this.memories.remember(context, memoryOf(task));
    return { ...signals, salience, policy, stored: policy.store, recalled, plan };
  }

  /** The memory that a plan starts at: the one whose key is the task, unless it is closed, else the best. */
  private async startOf(
    context: TenantContext,
    { task, namespace, filter }: Task,
    { results }: Recalled,
  ): Promise<Memory | undefined> {
    const best = results[0]?.memory;
    if (task.length > MAX_KEY) return best;
    try {
      const named = await this.memories.find(narrowed(context, filter), { namespace, key: task });
      return named.closed || !meetsFilter(named, filter) ? best : named;
    } catch (error) {
      if (error instanceof Problem && error.code === 'MEMORY_NOT_FOUND') return best;
      throw error;
    }
  }
}

/** The novelty of a task, and its prediction error: the share that no memory covers by its words, at most the novelty. */
function signalsOf(task: string, { results }: Recalled): TaskSignals {
  const novelty = noveltyOf(
    textCode(task),
    results.map(({ memory }) => textCode(memory.content)),
  );
  const covered = Math.max(0, ...results.map(({ explanation }) => explanation?.lexical ?? 0));
  return { novelty, error: Math.min(novelty, 1 - Math.min(1, covered)) };
}

function memoryOf({ task, namespace, sessionId, userId, agentId }: Task): NewMemory {
  return {
    namespace,
    key: null,
    content: task,
    metadata: { source: 'act' },
    userId,
    agentId,
    sessionId,
    position: null,
    speaker: null,
    tags: [],
    memoryType: 'episodic',
    importance: 1,
    occurredAt: null,
    ttlSeconds: null,
  };
}
