import fc from 'fast-check';
import { activation, linkStrength } from './activation';

const SCORES = new Map([
  ['a', 1],
  ['b', 0.5],
]);

describe('activation', () => {
  it.each([
    [0, 0],
    [1, 0.5],
    [3, 0.75],
    [Infinity, 1],
    [-1, 0],
    [NaN, 0],
  ])('takes a link of weight %d for one of strength %d', (weight, strength) => {
    expect(linkStrength(weight)).toBe(strength);
  });

  it('passes on a share of the score of a hit, in both directions, by the link that gives most', () => {
    const edges = [
      { from: 'a', to: 'c', weight: 1 },
      { from: 'c', to: 'b', weight: 3 },
      { from: 'd', to: 'b', weight: 1 },
      { from: 'e', to: 'f', weight: 1 },
    ];
    expect([...activation(SCORES, edges, 0.2)]).toEqual([
      ['c', 0.1],
      ['d', 0.05],
    ]);
  });

  it('lets hits lift each other, and none itself', () => {
    const gains = activation(
      SCORES,
      [
        { from: 'a', to: 'b', weight: 1 },
        { from: 'a', to: 'a', weight: 1 },
      ],
      1,
    );
    expect(gains).toEqual(
      new Map([
        ['b', 0.5],
        ['a', 0.25],
      ]),
    );
  });

  it('never gives more than its weight of the best score, nor less than nothing', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const edge = fc.record({ from: id, to: id, weight: fc.double() });
    const hits = fc.array(fc.tuple(id, fc.double({ noNaN: true, min: -10, max: 10 })));
    fc.assert(
      fc.property(
        hits,
        fc.array(edge),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (scores, edges, weight) => {
          const byId = new Map(scores);
          const most = weight * Math.max(0, ...byId.values());
          for (const gain of activation(byId, edges, weight).values()) {
            expect(gain).toBeGreaterThan(0);
            expect(gain).toBeLessThanOrEqual(most);
          }
        },
      ),
    );
  });
});
