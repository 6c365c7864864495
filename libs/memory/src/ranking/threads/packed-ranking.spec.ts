import type { Ranked } from '../ranking-engine';
import { packRanking, unpackRanking } from './packed-ranking';

const ranked = (hits: Ranked['hits']): Ranked => ({
  hits,
  fits: true,
  totalCandidates: 7,
  workingMemory: [{ id: 'm9', version: 2, similarity: 0.25 }],
  superseding: false,
  stages: { catchUp: 0.001, rank: 0.002 },
});

describe('a packed ranking', () => {
  it.each([
    ['nothing', []],
    ['one hit', [{ id: 'm1', version: 3, arrival: 9_007_199_254_740_991, score: 0.1 + 0.2, relevance: 1 }]],
    [
      'several, of which some have more',
      [
        { id: 'm1', version: 1, arrival: 5, score: 0.9, relevance: 0.5, older: true },
        { id: 'm2', version: 2, arrival: 4, score: -0.1, relevance: 0 },
        {
          id: 'm3',
          version: 2_147_483_647,
          arrival: 3,
          score: Number.MIN_VALUE,
          relevance: 0.25,
          language: 'de',
          explanation: { lexical: 1, dense: 2, hints: {}, importance: 0, recency: 0, feedback: 0 },
        },
      ],
    ],
  ])('is the ranking that it was: %s', (_, hits) => {
    const sent = structuredClone(packRanking(ranked(hits)));
    expect(unpackRanking(sent)).toEqual(ranked(hits));
  });
});
