import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { type Logger, newTraceId, Problem, type TenantContext } from '@somabrain/kernel';
import { MAX_WEIGHT } from '../links/link';
import type { MemoryService } from '../memory-service';
import type { RecalledPair, RecalledPairs } from './recalled-pairs';

const PERIOD_MS = 30_000;
/** Links that are made in a period at most: others wait. */
const MOST_LINKS = 100;
const TYPE = 'co_replay';
const LINKS_EACH = 500;

/** Links memories that are recalled together again and again: apart from any recall, few at a time. */
export class CoRecallLinks implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> | null = null;

  constructor(
    private readonly memories: Pick<MemoryService, 'follow' | 'link'>,
    private readonly pairs: RecalledPairs,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round ??= this.makeLinks().finally(() => (this.round = null));
    }, PERIOD_MS);
    this.timer.unref();
  }

  /** Waits for what is under way. */
  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.round;
  }

  /** One round. A pair that cannot be linked is dropped: it will come again if it matters. */
  async makeLinks(): Promise<void> {
    let failed: unknown = null;
    for (const pair of this.pairs.take(MOST_LINKS)) {
      try {
        await this.link(pair);
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'MEMORY_NOT_FOUND')) failed = error;
      }
    }
    if (failed) this.logger.warn({ err: failed }, 'memories that were recalled together could not be linked');
  }

  private async link({ viewer, ids: [source, target], times }: RecalledPair): Promise<void> {
    const context: TenantContext = { ...viewer, actor: 'co-recall', traceId: newTraceId() };
    const query = { ids: [source], direction: 'out', types: [TYPE], each: LINKS_EACH } as const;
    const links = await this.memories.follow(context, query);
    const known = links.find(({ targetId }) => targetId === target)?.weight ?? 0;
    const weight = Math.min(MAX_WEIGHT, known + times);
    await this.memories.link(context, { source: { id: source }, target: { id: target }, type: TYPE, weight });
  }
}
