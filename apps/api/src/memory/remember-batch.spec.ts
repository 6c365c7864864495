import { Problem, type ProblemCode, parseTenantId } from '@somabrain/kernel';
import type { Caller } from '@somabrain/http';
import type { BatchOutcome, MemoryService, NewMemory } from '@somabrain/memory';
import { rememberBatch } from './remember-batch';

const caller: Caller = {
  context: { tenant: parseTenantId('acme', 'test'), actor: 'ana', traceId: 'trace' },
  shownTraceId: 'trace',
  compatibility: 'none',
};

/** Stores the batch `[{content: 'one'}, {content: 'two'}, {}]` in a service that answers the two valid items so. */
function store(outcomes: BatchOutcome) {
  const service = {
    rememberBatch: (_: unknown, memories: readonly NewMemory[]) => {
      expect(memories).toHaveLength(2);
      return Promise.resolve(outcomes);
    },
  } as Partial<MemoryService> as MemoryService;
  const batch = { memories: [{ content: 'one' }, { content: 'two' }, {}], atomic: false };
  return rememberBatch(service, caller, { batch, defaultNamespace: 'default', options: {} });
}

const failed = (code: ProblemCode, detail = 'It does not answer; nothing was stored') =>
  new Problem(code, detail);
const created = {
  status: 'created',
  id: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071',
  version: 1,
  key: null,
  namespace: 'default',
  createdAt: 0,
  replayed: false,
} as const;

describe('a batch', () => {
  it.each<ProblemCode>([
    'DATABASE_UNAVAILABLE',
    'MEMORY_UNAVAILABLE',
    'OVERLOADED',
    'SHUTTING_DOWN',
    'INTERNAL',
  ])('of which nothing could be stored because of %s fails as a whole', async (code) => {
    await expect(store([failed(code), failed(code)])).rejects.toMatchObject({
      code,
      message: 'It does not answer; nothing was stored',
    });
  });

  it('of which some may be stored says so', async () => {
    const fates = [failed('DATABASE_UNAVAILABLE'), failed('DATABASE_UNAVAILABLE', 'it may be stored or not')];
    await expect(store(fates)).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.stringContaining('some may be') as string,
    });
  });

  it('of which something was stored tells the fate of each item', async () => {
    const { answer } = await store([created, failed('DATABASE_UNAVAILABLE')]);
    expect(answer).toMatchObject({ stored: 1, failed: 2 });
    expect(answer.results[1]?.error?.code).toBe('DATABASE_UNAVAILABLE');
  });
});
