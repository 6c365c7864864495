import { type InProcessMemory, type NewMemory, type RecallQuery, type TimeQuestion } from '@somabrain/memory';
import fc from 'fast-check';
import { contextOf, memoryOf, queryOf, stored } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

const QUESTION = 'Where do I live?';
const OLD = 'I live in Bern, close to the river';
const NEW = 'The keys of the flat in Zug came on Monday';
const NEWEST = 'Unpacked the last box in Lugano';

describe('recall of what a link supersedes', () => {
  let test: TestDatabase;
  let memory: InProcessMemory;
  let ana: ReturnType<typeof contextOf>;
  let tenants = 0;

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await openMemory(test.database);
  });
  afterAll(async () => {
    await memory.close();
    await test.drop();
  });
  beforeEach(() => {
    tenants += 1;
    ana = contextOf(`superseded-${tenants}`);
  });

  const remember = async (content: string, fields: Partial<NewMemory> = {}): Promise<string> =>
    stored(await memory.service.remember(ana, memoryOf(content, fields))).id;
  const supersede = (source: string, target: string) =>
    memory.service.link(ana, {
      source: { id: source },
      target: { id: target },
      type: 'supersedes',
      weight: 1,
    });
  const recall = async (fields: Partial<RecallQuery & TimeQuestion> = {}) =>
    (await memory.service.recall(ana, queryOf(QUESTION, fields))).results;
  const shown = async (fields: Partial<RecallQuery & TimeQuestion> = {}) =>
    (await recall(fields)).map((result) => `${result.older ? 'older: ' : ''}${result.memory.content}`);

  it.each<[string, Partial<RecallQuery & TimeQuestion>, string[]]>([
    ['of all', {}, [NEW, `older: ${OLD}`]],
    ['of the best one', { limit: 1 }, [NEW]],
    ['without history', { history: false }, [NEW]],
    ['with a least relevance', { minRelevance: 0.01 }, [NEW, `older: ${OLD}`]],
    ['under a condition that the newer does not meet', { filter: { tags: ['home'] } }, [OLD]],
    ['in another namespace', { namespace: 'elsewhere' }, []],
  ])('puts what supersedes first, whatever its text: %s', async (_, fields, expected) => {
    const old = await remember(OLD, { tags: ['home'] });
    await supersede(await remember(NEW), old);
    await remember('The bakery has oat bread');
    expect((await shown(fields)).slice(0, 2)).toEqual(expected);
  });

  it('finds the older one by its key, too, and its text where no memory has the key', async () => {
    for (const [name, fields] of [
      ['home', { key: 'home' }],
      [OLD, {}],
    ] as const) {
      ana = contextOf(`superseded-by-name-${tenants}-${name.length}`);
      await remember(OLD, fields);
      const target = { namespace: 'default', key: name };
      await remember(NEW, { links: [{ type: 'supersedes', target, weight: 1 }] });
      expect(await shown()).toEqual([NEW, `older: ${OLD}`]);
    }
  });

  it('goes on to what supersedes that, and leaves the scores in order', async () => {
    const [old, newer, newest] = [await remember(OLD), await remember(NEW), await remember(NEWEST)];
    await supersede(newer, old);
    await supersede(newest, newer);
    expect(await shown()).toEqual([NEWEST, `older: ${NEW}`, `older: ${OLD}`]);
    const results = await recall({ explain: true });
    for (const [index, { score, explanation }] of results.entries()) {
      expect(score).toBeLessThanOrEqual(results[index - 1]?.score ?? Infinity);
      expect(Object.values(explanation!).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
    }
  });

  it('does not count what is gone, or what another user sees only', async () => {
    const old = await remember(OLD, { userId: 'ana' });
    const newer = await remember(NEW, { userId: 'bob' });
    await supersede(newer, old);
    expect(await shown({ filter: { userId: 'ana' } })).toEqual([OLD]);
    const visibility = { userId: ['ana'] };
    const { results } = await memory.service.recall({ ...ana, visibility }, queryOf(QUESTION));
    expect(results.map((result) => [result.memory.content, result.older])).toEqual([[OLD, undefined]]);
    await memory.service.delete(ana, newer, {});
    expect(await shown()).toEqual([OLD]);
  });

  it('leaves a question of the past as it is', async () => {
    const old = await remember(OLD, { occurredAt: Date.UTC(2024, 2, 10) });
    await supersede(await remember(NEW, { occurredAt: Date.UTC(2025, 2, 10) }), old);
    const { results } = await memory.service.recall(ana, queryOf('Where did I live in March 2024?'));
    expect(results[0]).toMatchObject({ memory: { content: OLD } });
    expect(results.some(({ older }) => older)).toBe(false);
  });

  it('answers each memory once, whatever supersedes whatever', async () => {
    const pair = fc.tuple(fc.nat(4), fc.nat(4)).filter(([one, other]) => one !== other);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { maxLength: 8 }), async (pairs) => {
        ana = contextOf(`superseded-${tenants}-${(run += 1)}`);
        const ids: string[] = [];
        for (const place of ['Bern', 'Zug', 'Chur', 'Thun', 'Genf'])
          ids.push(await remember(`In ${place} I did live, said number ${ids.length}`));
        for (const [one, other] of pairs) await supersede(ids[one]!, ids[other]!);
        const results = await recall();
        expect(new Set(results.map((result) => result.memory.id))).toEqual(new Set(ids));
        expect(results).toHaveLength(ids.length);
        expect(results[0]!.older ?? false).toBe(false);
      }),
      { numRuns: 10 },
    );
  });
});
