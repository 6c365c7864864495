import {
  type FilterExpression,
  type InProcessMemory,
  type Memory,
  meetsExpression,
  type NewMemory,
  parseFilter,
} from '@somabrain/memory';
import * as fc from 'fast-check';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

const NAMESPACE = 'filters';
const TEXTS = ['a', 'b', 'ab', 'ä', 'B', '🐘', '\uffee', `"'\\$.x`] as const;
const text = fc.constantFrom(...TEXTS);
const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 1e300);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const NAMES = ['a', 'b', 'a.b', 'it"s', "o'clock"] as const;
const name = fc.constantFrom(...NAMES);
/** Near each other, so that conditions meet them. */
const day = fc.integer({ min: 0, max: 3 }).map((days) => Date.UTC(2026, 0, 1 + days));

/** Metadata with scalars, lists, objects, and these inside each other. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const metadata = fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: true });

const memory = fc.record({
  userId: fc.option(text),
  agentId: fc.option(text),
  sessionId: fc.option(text),
  speaker: fc.option(text),
  tags: fc.uniqueArray(text, { maxLength: 3 }),
  memoryType: text,
  importance: fc.constantFrom(0, 0.5, 1, 2),
  occurredAt: fc.option(day),
  metadata,
});

const lists = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { minLength: 1, maxLength: 3 });
const operand = (values: fc.Arbitrary<unknown>, ...more: fc.Arbitrary<object>[]) =>
  fc.oneof(
    fc.constantFrom('eq', 'ne').chain((op) => values.map((each) => ({ [op]: each }))),
    fc.constantFrom('in', 'nin', 'any', 'none').chain((op) => lists(values).map((each) => ({ [op]: each }))),
    fc.boolean().map((exists) => ({ exists })),
    ...more,
  );
const within = (values: fc.Arbitrary<unknown>) =>
  fc.constantFrom('gt', 'gte', 'lt', 'lte').chain((op) => values.map((each) => ({ [op]: each })));
const inText = fc.constantFrom('contains', 'prefix').chain((op) => text.map((each) => ({ [op]: each })));
const all = (values: fc.Arbitrary<unknown>) => lists(values).map((each) => ({ all: each }));
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `metadata.${names.join('.')}`);

const condition = fc.oneof(
  fc
    .constantFrom('user_id', 'agent_id', 'session_id', 'speaker', 'memory_type')
    .chain((field) => operand(fc.option(text), inText).map((each) => ({ [field]: each }))),
  operand(fc.option(text), inText, all(text)).map((tags) => ({ tags })),
  operand(number, within(number)).map((importance) => ({ importance })),
  fc
    .constantFrom('occurred_at', 'created_at')
    .chain((field) =>
      operand(fc.option(day.map(iso)), within(day.map(iso))).map((each) => ({ [field]: each })),
    ),
  fc
    .tuple(path, operand(scalar, inText, all(scalar), within(fc.oneof(text, number))))
    .map(([field, each]) => ({
      [field]: each,
    })),
);
const { filter } = fc.letrec<{ filter: object }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    condition,
    fc.tuple(fc.constantFrom('and', 'or'), lists(tie('filter'))).map(([join, parts]) => ({ [join]: parts })),
    tie('filter').map((part) => ({ not: part })),
  ),
}));

describe('a filter', () => {
  const ana = contextOf('filters-ana');
  let test: TestDatabase;
  let harness: InProcessMemory;
  let stored: readonly Memory[];

  beforeAll(async () => {
    test = await TestDatabase.create();
    harness = await openMemory(test.database);
    const [fields] = fc.sample(fc.array(memory, { minLength: 80, maxLength: 80 }), 1);
    const batch = fields!.map((each, index) =>
      memoryOf(`Note ${index}`, {
        ...each,
        namespace: NAMESPACE,
        key: `k${index % 7}-${index}`,
      } as Partial<NewMemory>),
    );
    await harness.service.rememberBatch(ana, batch, { atomic: true });
    stored = await listed();
  });
  afterAll(async () => {
    await harness.close();
    await test.drop();
  });

  const listed = async (where?: FilterExpression) => {
    const page = { namespace: NAMESPACE, key: null, total: false, limit: 500, cursor: null };
    return (await harness.service.list(ana, { ...page, filter: where ? { where } : {} })).items;
  };
  const recalled = async (where: FilterExpression, asOf: number | null = null) => {
    const question = { namespace: NAMESPACE, limit: 100, filter: { where }, asOf };
    const { results } = await harness.service.recall(ana, queryOf('note', question));
    return results.map((result) => result.memory);
  };

  it('admits in Postgres, in the search index and in the past what it admits in memory', async () => {
    let decided = 0;
    await fc.assert(
      fc.asyncProperty(filter, async (given) => {
        const { expression, issues } = parseFilter(given);
        expect(issues).toEqual([]);
        const where = expression!;
        const expected = stored.filter((each) => meetsExpression(each, where));
        if (expected.length > 0 && expected.length < stored.length) decided += 1;
        expect(idsOf(await listed(where))).toEqual(idsOf(expected));
        expect(idsOf(await recalled(where))).toEqual(idsOf(expected));
        expect(idsOf(await recalled(where, Date.now() + 1_000))).toEqual(idsOf(expected));
      }),
      { numRuns: 200 },
    );
    expect(decided).toBeGreaterThan(50);
  }, 120_000);
});

function idsOf(memories: readonly Memory[]): string[] {
  return memories.map(({ id }) => id).toSorted();
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
