import type { TopicState } from '@somabrain/events';
import type { CheckResult } from './check';

type Judgement = Omit<CheckResult, 'name'>;

const MIB = 1024 * 1024;
const OLDEST_SERVER = 140_000;
const CLOCK_TOLERANCE_MS = 1_000;
const LITTLE_SPACE = 1024 * MIB;
const NO_SPACE = 200 * MIB;
/** Of a memory of 40 words, measured at 100,000 of them. */
const INDEX_BYTES = 601;

/** @param version `server_version_num`, such as 160003 */
export function judgeServerVersion(version: number, latencyMs: number): Judgement {
  const detail = `Postgres ${Math.floor(version / 10_000)}, answers in ${Math.max(1, Math.round(latencyMs))} ms with connecting`;
  if (version >= OLDEST_SERVER) return { status: 'ok', detail };
  return { status: 'failed', detail, advice: 'SomaBrain needs Postgres 14 or newer' };
}

/**
 * @param budgetMb of all indexes of a process
 * @param limitBytes of the process's memory
 * @param largest the namespace with the most memories
 */
export function judgeIndexMemory(
  budgetMb: number,
  limitBytes: number,
  largest: { readonly name: string; readonly memories: number },
): Judgement {
  const needed = Math.ceil((largest.memories * INDEX_BYTES) / MIB);
  const detail = `${budgetMb} MiB; the largest namespace (${largest.name}, ${largest.memories} memories) takes about ${needed}`;
  if (needed > budgetMb) {
    return { status: 'failed', detail, advice: 'raise SOMABRAIN_INDEX_MEMORY_MB, or its recalls answer 507' };
  }
  const half = Math.floor(limitBytes / 2 / MIB);
  if (budgetMb <= half) return { status: 'ok', detail };
  const advice = `lower SOMABRAIN_INDEX_MEMORY_MB to ${half}, half of this host’s memory, or give it more`;
  return { status: 'warning', detail, advice };
}

/** @param aheadMs how far the database's clock is ahead of this host's, known to `toleranceMs` */
export function judgeClock(aheadMs: number, toleranceMs: number): Judgement {
  const detail = `the database’s differs by ${Math.round(Math.abs(aheadMs))} ms`;
  if (Math.abs(aheadMs) <= CLOCK_TOLERANCE_MS + toleranceMs) return { status: 'ok', detail };
  return { status: 'warning', detail, advice: 'let both hosts set their clocks by NTP' };
}

/** @param free and total bytes of the file system that holds the data */
export function judgeDisk(free: number, total: number): Judgement {
  const detail = `${Math.floor(free / MIB)} of ${Math.floor(total / MIB)} MiB are free`;
  if (free >= LITTLE_SPACE) return { status: 'ok', detail };
  const advice = 'free some space, or choose another directory in SOMABRAIN_DATA_DIR';
  return { status: free < NO_SPACE ? 'failed' : 'warning', detail, advice };
}

/** @param topics how each topic is that there should be */
export function judgeTopics(topics: readonly TopicState[]): Judgement {
  const missing = topics.filter(({ exists }) => !exists).map(({ name }) => name);
  if (missing.length > 0) {
    const detail = `${missing.length} of ${topics.length} topics are missing, such as ${missing[0]}`;
    return { status: 'failed', detail, advice: 'run: somabrain topics' };
  }
  const different = topics.filter(({ differences }) => differences.length > 0);
  const [first] = different;
  if (!first) return { status: 'ok', detail: `all ${topics.length} topics are as they should be` };
  return {
    status: 'warning',
    detail: `${first.name}: ${first.differences.join('; ')}${different.length > 1 ? `; and ${different.length - 1} more` : ''}`,
    advice: 'run: somabrain topics, which names them all',
  };
}
