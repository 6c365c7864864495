import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { CountingObserver, openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

/** What one tenant has in one namespace, and another in three. */
const FACTS = [
  ['a', 'The rent of the flat is 900 euro', '2026-01-05'],
  ['b', 'The rent of the flat is 960 euro', '2026-04-05'],
  ['c', 'The rent of the flat is 990 euro', '2026-06-05'],
  ['a', 'The lighthouse keeper feeds the seals at noon', '2026-02-01'],
  ['b', 'Somebody painted the fence of the school', '2026-03-01'],
  ...Array.from({ length: 30 }, (_, i) => [
    'c',
    `Ben repaired thing ${i} after lunch`,
    `2026-05-${String(i + 1).padStart(2, '0')}`,
  ]),
] as const;
const QUESTIONS = [
  ['a fact with newer versions in other namespaces', 'How much is the rent of the flat?', {}],
  ['only the newest version', 'How much is the rent of the flat?', { history: false }],
  ['a month', 'What happened in March 2026?', {}],
  ['what comes last', 'What was the last thing Ben repaired?', {}],
  ['a misspelt word', 'Who feeds the seels?', {}],
  ['only what is relevant', 'Who feeds the seals?', { minRelevance: 0.2 }],
  ['what nobody has', 'quantum chromodynamics', {}],
  [
    'a filter that the database answers',
    'flat',
    { filter: { where: { field: 'importance', op: 'gte', value: 1 } } },
  ],
] as const;

describe('memories in several namespaces', () => {
  let test: TestDatabase;
  let inThread: InProcessMemory;
  let threaded: InProcessMemory;
  const [one, several] = [contextOf('one'), contextOf('several')];

  beforeAll(async () => {
    test = await TestDatabase.create();
    inThread = await openMemory(test.database);
    threaded = await openMemory(test.database, { rankingThreads: 1 });
    for (const [namespace, content, date] of FACTS) {
      const occurredAt = Date.parse(date);
      await inThread.service.remember(one, memoryOf(content, { namespace: 'all', occurredAt }));
      await inThread.service.remember(several, memoryOf(content, { namespace, occurredAt }));
    }
  });

  afterAll(async () => {
    await Promise.all([inThread.close(), threaded.close()]);
    await test.drop();
  });

  it.each(QUESTIONS)('are ranked like those in one: %s', async (_, text, fields) => {
    const told = async (...[memory, context, scope]: [InProcessMemory, typeof one, object]) => {
      const found = await memory.service.recall(context, queryOf(text, { ...fields, ...scope }));
      const results = found.results.map(({ memory: { content }, score, relevance, older }) => ({
        ...{ content, older, relevance },
        score: score.toFixed(6),
      }));
      return { results, answerable: found.answerable, total: found.totalCandidates };
    };
    const expected = await told(inThread, one, { namespace: 'all' });
    const scope = { namespaces: ['b', 'a', 'c', 'none'] };
    expect(await told(inThread, several, scope)).toEqual(expected);
    expect(await told(threaded, several, scope)).toEqual(expected);
  });

  it('are refused where their indexes do not fit into memory together', async () => {
    const recall = async (scope: object, settings = {}, observer = new CountingObserver()) => {
      const memory = await openMemory(test.database, settings, observer);
      try {
        return await memory.service.recall(several, queryOf('rent', scope));
      } finally {
        await memory.close();
      }
    };
    const sizes = new CountingObserver();
    await recall({ namespace: 'c' }, {}, sizes);
    const budget = { indexMemoryBytes: sizes.bytes };
    await expect(recall({ namespace: 'c' }, budget)).resolves.toMatchObject({ degraded: [] });
    const refused = recall({ namespaces: ['a', 'b', 'c'] }, budget);
    await expect(refused).rejects.toMatchObject({ code: 'NAMESPACE_TOO_LARGE' });
  });
});
