import { newId } from '@somabrain/kernel';
import type { InProcessMemory, NewMemory, RecallQuery } from '@somabrain/memory';
import { RANKING_CONSTANTS } from '@somabrain/retrieval';
import { contextOf, memoryOf, queryOf, stored } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

const WEIGHT = 0.4;

describe('recall with links', () => {
  let test: TestDatabase;
  let memory: InProcessMemory;
  let unlinked: InProcessMemory;
  let ana: ReturnType<typeof contextOf>;
  let tenants = 0;

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await openMemory(test.database, { ranking: { ...RANKING_CONSTANTS, linkWeight: WEIGHT } });
    unlinked = await openMemory(test.database);
  });
  afterAll(async () => {
    await Promise.all([memory.close(), unlinked.close()]);
    await test.drop();
  });
  beforeEach(() => {
    tenants += 1;
    ana = contextOf(`linked-${tenants}`);
  });

  const remember = async (content: string, fields: Partial<NewMemory> = {}): Promise<string> =>
    stored(await memory.service.remember(ana, memoryOf(content, fields))).id;
  const link = (source: string, target: string, weight = 1) =>
    memory.service.link(ana, { source: { id: source }, target: { id: target }, type: 'related', weight });
  const recall = async (fields: Partial<RecallQuery> = {}, of = memory) =>
    (await of.service.recall(ana, queryOf('apples', fields))).results;
  const contents = async (fields: Partial<RecallQuery> = {}, of = memory) =>
    (await recall(fields, of)).map((result) => result.memory.content);

  it('finds what is linked to a hit, from either end, by a share of its score', async () => {
    const tree = await remember('Apples grow here');
    await link(tree, await remember('Barrels stand below'), 3);
    await link(await remember('It rains'), tree, 1);
    const [best, ...others] = await recall({ explain: true });
    expect(best?.memory.id).toBe(tree);
    expect(others.map((result) => [result.memory.content, result.explanation])).toEqual([
      ['Barrels stand below', { lexical: 0, dense: 0, links: expect.any(Number) as number }],
      ['It rains', { lexical: 0, dense: 0, links: expect.any(Number) as number }],
    ]);
    expect(others[0]!.score).toBeCloseTo(best!.score * WEIGHT * 0.75, 9);
    expect(others[1]!.score).toBeCloseTo(best!.score * WEIGHT * 0.5, 9);
    expect(await contents({}, unlinked)).toEqual(['Apples grow here']);
  });

  it('leaves out what is closed', async () => {
    const tree = await remember('Apples grow here');
    const old = await remember('Barrels stand below');
    await link(tree, old, 3);
    expect(await contents()).toEqual(['Apples grow here', 'Barrels stand below']);
    const closure = { reason: 'negated', supersededBy: null, validUntil: Date.now() };
    await memory.service.consolidate(ana, {
      run: newId(),
      steps: [{ kind: 'close', id: old, version: 1, closure }],
    });
    expect(await contents()).toEqual(['Apples grow here']);
  });

  it('keeps to filters, to the namespace, to the limit and to the least score', async () => {
    const tree = await remember('Apples grow here', { tags: ['garden'] });
    await link(tree, await remember('Barrels stand below'));
    await link(tree, await remember('Far away', { namespace: 'elsewhere' }));
    expect(await contents()).toEqual(['Apples grow here', 'Barrels stand below']);
    expect(await contents({ filter: { tags: ['garden'] } })).toEqual(['Apples grow here']);
    expect(await contents({ limit: 1 })).toEqual(['Apples grow here']);
    const [best] = await recall();
    expect(await contents({ minScore: best!.score })).toEqual(['Apples grow here']);
  });

  it('does not find what is gone, and nothing of the past by links of now', async () => {
    const tree = await remember('Apples grow here');
    const barrels = await remember('Barrels stand below');
    await link(tree, barrels);
    const now = (await memory.service.get(ana, barrels)).createdAt + 1;
    expect(await contents({ asOf: now })).toEqual(['Apples grow here']);
    await memory.service.delete(ana, barrels);
    expect(await contents()).toEqual(['Apples grow here']);
  });
});
