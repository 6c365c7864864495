import fc from 'fast-check';
import { parseTenantId } from '@somabrain/kernel';
import type { FollowQuery, Link, LinkType, ListQuery, Memory, MemoryFilter } from '@somabrain/memory';
import { Graph } from './graph';
import { linkCost, planCost } from './link-cost';

const CONTEXT = { tenant: parseTenantId('test', 'test'), actor: 'test', traceId: '0'.repeat(32) };
const ANY = { direction: 'both', types: null, hops: 3 } as const;

type Edge = readonly [from: string, to: string, weight?: number, type?: LinkType];

const nodeOf = (id: string) => ({ id, namespace: 'default', key: id });
const linkOf = ([from, to, weight = 1, type = 'related']: Edge): Link => ({
  sourceId: from,
  sourceNamespace: 'default',
  sourceKey: from,
  targetId: to,
  targetNamespace: 'default',
  targetKey: to,
  type,
  weight,
});

/** A graph of these links, kept as the store keeps them. */
function graphOf(edges: readonly Edge[]): Graph {
  const links = edges.map(linkOf);
  return new Graph({
    follow: (_, { ids, direction, types, each }: FollowQuery) => {
      const follow = (end: 'sourceId' | 'targetId') =>
        ids.flatMap((id) =>
          links
            .filter((link) => link[end] === id && (types?.includes(link.type) ?? true))
            .sort((one, other) => other.weight - one.weight)
            .slice(0, each),
        );
      const found = [
        ...(direction === 'in' ? [] : follow('sourceId')),
        ...(direction === 'out' ? [] : follow('targetId')),
      ];
      return Promise.resolve([...new Set(found)]);
    },
    list: (_, { ids = [] }: ListQuery) => {
      const items = ids.filter((id) => !id.startsWith('other')).map((id) => ({ id, closed: null }) as Memory);
      return Promise.resolve({ items, nextCursor: null, total: null });
    },
  });
}

describe('the cost of a link', () => {
  it.each([
    [1, 1],
    [2, 0.5],
    [1_000, 0.001],
    [0, 1_000],
  ])('of weight %d is %d', (weight, cost) => {
    expect(linkCost(weight)).toBe(cost);
  });

  it.each([
    ['depends_on', 1, 1, 2],
    ['causes', 2, 1, 2.5],
    ['related', 1, 3, 8],
  ] as const)('%s of weight %d, %d deep, costs a plan %d', (type, weight, depth, cost) => {
    expect(planCost({ type, weight }, depth)).toBe(cost);
  });
});

describe('a graph', () => {
  it('knows the neighbours of a memory, the nearest and heaviest first, each once, round in circles', async () => {
    const graph = graphOf([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a', 4],
      ['c', 'd'],
      ['d', 'e'],
      ['e', 'f'],
    ]);
    const { neighbours, truncated } = await graph.neighbours(CONTEXT, nodeOf('a'), ANY, 50);
    expect(neighbours.map(({ node, hops, cost }) => [node.key, hops, cost])).toEqual([
      ['c', 1, 0.25],
      ['b', 1, 1],
      ['d', 2, 1.25],
      ['e', 3, 2.25],
    ]);
    expect(truncated).toBe(false);
  });

  it('says when there are more neighbours than were asked for', async () => {
    const graph = graphOf([
      ['a', 'b'],
      ['a', 'c'],
      ['a', 'd', 2],
    ]);
    const found = await graph.neighbours(CONTEXT, nodeOf('a'), { ...ANY, hops: 1 }, 2);
    expect(found).toMatchObject({
      neighbours: [{ node: { key: 'd' } }, { node: { key: 'b' } }],
      truncated: true,
    });
  });

  it('follows links one way only where that is asked', async () => {
    const graph = graphOf([
      ['a', 'b'],
      ['c', 'a'],
    ]);
    const keys = async (direction: 'in' | 'out') =>
      (await graph.neighbours(CONTEXT, nodeOf('a'), { ...ANY, direction }, 9)).neighbours.map(
        ({ node }) => node.key,
      );
    expect([await keys('out'), await keys('in')]).toEqual([['b'], ['c']]);
  });

  it('finds the way of fewest hops and, among these, of the heaviest links', async () => {
    const graph = graphOf([
      ['a', 'b'],
      ['b', 'z'],
      ['a', 'c', 2],
      ['c', 'z', 2],
      ['a', 'd', 9],
      ['d', 'e', 9],
      ['e', 'z', 9],
    ]);
    const { path } = await graph.path(CONTEXT, nodeOf('a'), nodeOf('z'), ANY);
    expect(path?.nodes.map(({ key }) => key)).toEqual(['a', 'c', 'z']);
    expect(path?.cost).toBe(1);
  });

  it('finds no way where there is none, none too far, and the one to itself', async () => {
    const graph = graphOf([
      ['a', 'b'],
      ['b', 'c'],
      ['x', 'y'],
    ]);
    const way = async (from: string, to: string, hops = 3) =>
      (await graph.path(CONTEXT, nodeOf(from), nodeOf(to), { ...ANY, hops })).path?.links.length;
    expect([
      await way('a', 'y'),
      await way('a', 'c', 1),
      await way('a', 'c', 2),
      await way('a', 'a'),
    ]).toEqual([undefined, undefined, 2, 0]);
  });

  it('plans what a task depends on before what it causes, the near before the far', async () => {
    const graph = graphOf([
      ['release', 'announce', 1, 'causes'],
      ['release', 'test', 1, 'depends_on'],
      ['test', 'build', 1, 'depends_on'],
      ['release', 'marketing', 1, 'contrasts'],
      ['build', 'release', 1, 'depends_on'],
    ]);
    const plan = async (steps: number, relations?: LinkType[]) =>
      (await graph.plan(CONTEXT, nodeOf('release'), { steps, ...(relations && { relations }) })).map(
        ({ node }) => node.key,
      );
    expect(await plan(5)).toEqual(['test', 'announce', 'build']);
    expect(await plan(1)).toEqual(['test']);
    expect(await plan(5, ['contrasts', 'causes'])).toEqual(['marketing', 'announce']);
  });

  it('plans with the memories that meet a filter, and nothing that only others lead to', async () => {
    const graph = graphOf([
      ['release', 'test', 1, 'depends_on'],
      ['release', 'other', 1, 'depends_on'],
      ['other', 'build', 1, 'depends_on'],
    ]);
    const plan = async (filter: MemoryFilter) =>
      (await graph.plan(CONTEXT, nodeOf('release'), { steps: 5, filter })).map(({ node }) => node.key);
    expect(await plan({ tags: ['x'] })).toEqual(['test']);
    expect(await plan({})).toHaveLength(3);
  });

  it('reaches every memory at most once and never the start, whatever the links', async () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const edge = fc.tuple(id, id, fc.double({ min: 0, max: 1_000, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(fc.array(edge, { maxLength: 40 }), id, async (edges, start) => {
        const graph = graphOf(edges);
        const { neighbours } = await graph.neighbours(CONTEXT, nodeOf(start), ANY, 50);
        const ids = neighbours.map(({ node }) => node.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).not.toContain(start);
        for (const { node, hops } of neighbours) {
          const { path } = await graph.path(CONTEXT, nodeOf(start), node, ANY);
          expect(path?.links.length).toBe(hops);
        }
      }),
      { numRuns: 50 },
    );
  });
});
