import { newId } from '@somabrain/kernel';
import type { MemoryService, NewMemory, Recalled, RecallQuery } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';

/** How much of memories every adapter of `MemoryService` shows in the answer of a recall. @param service gives the one under test */
export function describeRecallAnswer(adapter: string, service: () => MemoryService): void {
  const ana = contextOf('tenant-ana');
  const namespace = `ns-${newId()}`;
  const remember = (content: string) => service().remember(ana, memoryOf(content, { namespace }));

  it(`${adapter}: a recall keeps to a number of tokens: the best is cut, and what has no room is counted`, async () => {
    await remember('tulips '.repeat(40).trim());
    await remember('tulips are flowers');
    const recall = (maxTokens: number) => service().recall(ana, queryOf('tulips', { namespace, maxTokens }));
    const shown = ({ results }: Recalled) =>
      results.map(({ memory, excerpt }) => excerpt?.text ?? memory.content);
    const few = await recall(10);
    expect(shown(few)).toEqual(['tulips tulips tulips tulips tulips']);
    expect(few.omitted).toEqual({ count: 1, tokens: 5 });
    const enough = await recall(75);
    expect(shown(enough)).toHaveLength(2);
    expect(enough.results.map(({ excerpt }) => excerpt)).toEqual([undefined, undefined]);
    expect(enough).not.toHaveProperty('omitted');
  });

  it(`${adapter}: a recall understands the times of its question, and says how`, async () => {
    const within = { namespace: `ns-${newId()}` };
    const days = { 'Lunch with Omar': '2026-03-09', 'Lunch with Priya': '2026-03-10' };
    for (const [content, day] of Object.entries(days))
      await service().remember(
        ana,
        memoryOf(content, { ...within, occurredAt: Date.parse(`${day}T12:00:00Z`) }),
      );
    const asked = { ...within, referenceTime: Date.parse('2026-03-11T08:00:00Z'), explain: true };
    const recall = (more: object = {}) =>
      service().recall(ana, queryOf('Lunch with whom yesterday?', { ...asked, ...more }));
    const contents = ({ results }: Recalled) => results.map(({ memory }) => memory.content);
    const hinted = await recall();
    expect(contents(hinted)).toEqual(['Lunch with Priya', 'Lunch with Omar']);
    expect(hinted.time).toEqual({
      words: ['yesterday'],
      from: Date.parse('2026-03-10T00:00:00Z'),
      to: Date.parse('2026-03-10T23:59:59.999Z'),
      order: null,
      zone: 'UTC',
    });
    expect(contents(await recall({ time: 'strict' }))).toEqual(['Lunch with Priya']);
    expect(await recall({ time: 'off' })).not.toHaveProperty('time');
    const [first] = contents(await recall({ referenceTime: Date.parse('2026-03-10T08:00:00Z') }));
    expect(first).toBe('Lunch with Omar');
  });

  it.each<[string, Partial<NewMemory>, Partial<NewMemory>]>([
    ['what was said anew', { content: 'The rent is 900 euros' }, { content: 'The rent is 960 euros' }],
    [
      'what a later key of the same family says',
      { key: 'rent', content: 'The rent is 900 euros' },
      { key: 'rent:2024', content: 'Since the new lease the landlord gets 960 of rent on the first' },
    ],
    [
      'what a link supersedes',
      { key: 'lease', content: 'The rent is 900 euros' },
      {
        content: 'Mrs Ito wants 960 on the first',
        links: [{ type: 'supersedes', target: { namespace: '', key: 'lease' }, weight: 1 }],
      },
    ],
  ])(`${adapter}: a recall puts %s first, and marks what it replaces`, async (_, older, newer) => {
    const within = { namespace: `ns-${newId()}` };
    for (const { content = '', links = [], ...fields } of [older, newer]) {
      const linked = links.map((each) => ({ ...each, target: { ...each.target, ...within } }));
      await service().remember(ana, memoryOf(content, { ...fields, ...within, links: linked }));
    }
    const recall = async (more: object = {}) => {
      const { results } = await service().recall(
        ana,
        queryOf('How much is the rent?', { ...within, ...more }),
      );
      return results.map((result) => [result.memory.content, result.older ?? false]);
    };
    const newest = [newer.content, false];
    expect(await recall()).toEqual([newest, [older.content, true]]);
    expect(await recall({ history: false })).toEqual([newest]);
  });

  it(`${adapter}: a recall says how likely a result answers, and leaves out what is less likely than asked for`, async () => {
    const apart = { namespace: `ns-${newId()}` };
    for (const content of ['The red fox jumps over the ditch', 'Something about a fox'])
      await service().remember(ana, memoryOf(content, apart));
    const ask = (fields: Partial<RecallQuery> = {}) =>
      service().recall(ana, queryOf('Where does the red fox jump?', { ...apart, ...fields }));
    const { results, answerable } = await ask();
    const [best = NaN, next = NaN] = results.map(({ relevance }) => relevance);
    expect(best > next && next > 0 && best <= 1).toBe(true);
    expect(answerable).toBe(best);
    expect((await ask({ minRelevance: (best + next) / 2 })).results).toHaveLength(1);
    expect(await ask({ minRelevance: 1 })).toMatchObject({ results: [], answerable: 0 });
    expect(await ask({ query: null })).toMatchObject({ answerable: 1 });
  });

  it(`${adapter}: a recall is silent where nothing fits, unless it asks for everything`, async () => {
    const apart = { namespace: `ns-${newId()}` };
    for (const content of ['The dishwasher leaks at the hinge', 'Marta teaches ceramics on Wednesdays'])
      await service().remember(ana, memoryOf(content, apart));
    const ask = (fields: Partial<RecallQuery> = {}) =>
      service().recall(ana, queryOf('volcano', { ...apart, ...fields }));
    expect(await ask()).toMatchObject({ results: [], answerable: 0 });
    expect(await ask({ asOf: Date.now() + 1_000 })).toMatchObject({ results: [], answerable: 0 });
    const { results, answerable } = await ask({ minRelevance: 0 });
    expect([results.length > 0, answerable > 0]).toEqual([true, true]);
  });
}
