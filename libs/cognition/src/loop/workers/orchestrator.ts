import { TOPICS } from '@somabrain/events';
import { newTraceId, type TenantContext } from '@somabrain/kernel';
import { memoriesWithIds, type Memory, type MemoryService } from '@somabrain/memory';
import { LOOP_ACTOR } from '../activity';
import type { LoopMessage } from '../message';
import { recordIn } from '../read-record';
import { type EpisodeSnapshot, SegmentBoundary } from '../records';
import { type Step, Worker } from '../worker';
import { episodeKey, episodeMemory, partsOf } from './episode';

type Memories = Pick<MemoryService, 'list' | 'remember'>;

/** Makes a memory of each episode that closed. Its key is the episode's own, so one that is closed again is the same memory. */
export class OrchestratorWorker extends Worker<null> {
  readonly name = 'orchestrator';
  readonly topics = [TOPICS.segments];

  constructor(private readonly memories: Memories) {
    super();
  }

  initial(): null {
    return null;
  }

  async step(_: null, message: LoopMessage): Promise<Step<null>> {
    const boundary = recordIn(message, SegmentBoundary);
    const context = { tenant: message.tenant, actor: LOOP_ACTOR, traceId: newTraceId() };
    const found = await this.memoriesOf(context, boundary.memories);
    const episodes: EpisodeSnapshot['episodes'] = [];
    const key = episodeKey(boundary);
    for (const [index, part] of partsOf(found).entries()) {
      const name = index === 0 ? key : `${key}:${index}`;
      const { id, namespace } = await this.memories.remember(context, episodeMemory(part, name, boundary));
      episodes.push({ id, namespace, memories: part.length });
    }
    if (episodes.length === 0) return { state: null, outputs: [] };
    const { tenant, domain, boundary_ts, dwell_ms, evidence } = boundary;
    const value: EpisodeSnapshot = { tenant, key, episodes, domain, boundary_ts, dwell_ms, evidence };
    return { state: null, outputs: [{ topic: TOPICS.episodicSnapshot, value }] };
  }

  /** Those that are still there, in the order that they were remembered in. */
  private async memoriesOf(context: TenantContext, ids: readonly string[]): Promise<Memory[]> {
    if (ids.length === 0) return [];
    const { items } = await this.memories.list(context, memoriesWithIds(ids));
    const byId = new Map(items.map((memory) => [memory.id, memory]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }
}
