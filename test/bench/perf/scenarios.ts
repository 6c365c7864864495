import type { Database } from '@somabrain/database';
import type { BenchService } from './bench-service';
import type { Operation } from './load';
import { readWords, seededRandom, textMaker } from './texts';
import { UnnestFloor } from './unnest-floor';

const WORDS = 40;
const QUESTION_WORDS = 8;
const TENANTS = 1_000;
const BATCH = 500;
export const LARGE = 100_000;
/** Who has the large namespace. */
export const LARGE_TENANT = 'bench-large';

/** Something to put the service under. */
export interface Scenario {
  readonly name: string;
  readonly what: string;
  readonly callers: number;
  /** Memories, questions or requests an operation. */
  readonly items: number;
  readonly operation: Operation;
  /** What another scenario has to have stored. */
  readonly needs?: 'large';
  /** What the figures should be: the least, and better. */
  readonly must?: string;
  readonly aim?: string;
}

/** Everything that is measured, floors first. */
export function scenariosOf(service: BenchService, database: Database): readonly Scenario[] {
  const text = textMaker(readWords(), WORDS, seededRandom(1));
  const question = textMaker(readWords(), QUESTION_WORDS, seededRandom(2));
  const random = seededRandom(3);
  const floor = new UnnestFloor(database);
  const remember = (tenant: string) => service.post('/remember', tenant, { content: text() });
  const recall = (tenant: string) => service.post('/recall', tenant, { query: question() });
  return [
    {
      name: 'live',
      what: 'floor: GET /health/live',
      callers: 32,
      items: 1,
      operation: () => service.get('/health/live'),
    },
    {
      name: 'unnest',
      what: 'floor: a bare unnest insert',
      callers: 32,
      items: 1,
      operation: () => floor.store(text()),
    },
    {
      name: 'remember',
      what: 'remember, one tenant',
      callers: 32,
      items: 1,
      operation: () => remember('bench-one'),
      must: '≥ 1,000/s, p95 ≤ 40 ms',
      aim: '≥ 2,000/s, p95 ≤ 25 ms',
    },
    {
      name: 'remember-tenants',
      what: `remember, ${TENANTS.toLocaleString('en')} tenants`,
      callers: 32,
      items: 1,
      operation: () => remember(`bench-${Math.floor(random() * TENANTS)}`),
      must: '≥ 1,000/s, p95 ≤ 40 ms',
      aim: '≥ 2,000/s, p95 ≤ 25 ms',
    },
    {
      name: 'batch',
      what: `remember/batch of ${BATCH}`,
      callers: 4,
      items: BATCH,
      operation: () => service.post('/remember/batch', 'bench-batch', batchOf(text, BATCH)),
      must: '≥ 10,000 memories/s',
      aim: '≥ 15,000 memories/s',
    },
    {
      name: 'recall',
      what: `recall, ${LARGE.toLocaleString('en')} memories in one namespace`,
      callers: 8,
      items: 1,
      needs: 'large',
      operation: () => recall(LARGE_TENANT),
      must: 'p95 ≤ 50 ms, ≥ 250/s',
      aim: 'p95 ≤ 20 ms, ≥ 500/s',
    },
    {
      name: 'mixed',
      what: 'recall and remember there, half and half',
      callers: 8,
      items: 1,
      needs: 'large',
      operation: (caller) => (caller % 2 === 0 ? recall(LARGE_TENANT) : remember(LARGE_TENANT)),
    },
  ];
}

export function batchOf(text: () => string, size: number): { memories: { content: string }[] } {
  return { memories: Array.from({ length: size }, () => ({ content: text() })) };
}

/** Stores the large namespace. */
export async function fillLarge(service: BenchService): Promise<void> {
  const text = textMaker(readWords(), WORDS, seededRandom(4));
  let left = LARGE / BATCH;
  const caller = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1;
      await service.post('/remember/batch', LARGE_TENANT, batchOf(text, BATCH));
    }
  };
  await Promise.all([caller(), caller(), caller(), caller()]);
}
