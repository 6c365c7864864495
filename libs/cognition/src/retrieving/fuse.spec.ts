import fc from 'fast-check';
import { wordCounts } from '../context/word-overlap';
import { diversify } from './diversify';
import { fuse } from './fuse';

const hits = (...scores: number[]) => scores.map((score, place) => ({ id: 'abcdef'[place]!, score }));

describe('the fusion of retrievers', () => {
  it('adds up weight × (1/(60 + rank) + 0.5 × z), with z of what stands out', () => {
    const [first, second] = fuse([{ retriever: 'vector', weight: 1, hits: hits(3, 1) }]);
    expect(first).toMatchObject({ id: 'a', retriever: 'vector' });
    expect(first?.score).toBeCloseTo(1 / 61 + 0.5, 12);
    expect(second?.score).toBeCloseTo(1 / 62, 12);
    const [both] = fuse([
      { retriever: 'vector', weight: 1, hits: hits(1) },
      { retriever: 'lexical', weight: 0.8, hits: hits(7) },
    ]);
    expect(both?.score).toBeCloseTo(1.8 / 61, 12);
  });

  it('measures by how many standard deviations a score stands out', () => {
    const [best] = fuse([{ retriever: 'vector', weight: 1, hits: hits(6, 2, 2, 2) }]);
    expect(best?.score).toBeCloseTo(1 / 61 + 0.5 * Math.sqrt(3), 12);
  });

  it('gives the best first, in whatever list it came', () => {
    const [other, best] = [
      { id: 'a', score: 1 },
      { id: 'b', score: 1 },
    ];
    const fused = fuse([
      { retriever: 'lexical', weight: 0.1, hits: [other] },
      { retriever: 'vector', weight: 1, hits: [best] },
    ]);
    expect(fused.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('names the retriever that counted most, of equals the first', () => {
    const from = (...weights: [string, number][]) =>
      fuse(weights.map(([retriever, weight]) => ({ retriever, weight, hits: hits(1) })))[0]?.retriever;
    expect(from(['lexical', 0.8], ['vector', 1])).toBe('vector');
    expect(from(['vector', 1], ['lexical', 0.8])).toBe('vector');
    expect(from(['vector', 1], ['lexical', 0.8], ['graph', 0.9])).toBe('vector');
    expect(from(['graph', 1], ['vector', 1])).toBe('graph');
  });

  it('never lowers a memory that one more retriever finds', () => {
    const list = fc.uniqueArray(
      fc.record({ id: fc.constantFrom(...'abcdef'), score: fc.double({ min: 0, max: 9, noNaN: true }) }),
      {
        selector: ({ id }) => id,
      },
    );
    fc.assert(
      fc.property(list, list, (one, other) => {
        const alone = fuse([{ retriever: 'vector', weight: 1, hits: one }]);
        const both = new Map(
          fuse([
            { retriever: 'vector', weight: 1, hits: one },
            { retriever: 'graph', weight: 1, hits: other },
          ]).map(({ id, score }) => [id, score]),
        );
        for (const { id, score } of alone) expect(both.get(id)).toBeGreaterThanOrEqual(score);
      }),
    );
  });
});

describe('an order of what differs', () => {
  it('puts what repeats something behind what is new', () => {
    const items = ['one two three', 'one two three!', 'four five'].map((text, place) => ({
      text,
      score: 1 - place * 0.1,
      words: wordCounts(text),
    }));
    expect(diversify(items).map(({ text }) => text)).toEqual([
      'one two three',
      'four five',
      'one two three!',
    ]);
    expect(diversify([])).toEqual([]);
  });

  it('weighs 0.7 of the score against 0.3 of the words in common', () => {
    const order = (score: number) =>
      diversify([
        { score: 1, words: wordCounts('one two') },
        { score: 0.8, words: wordCounts('one two') },
        { score, words: wordCounts('three four') },
      ]).map((item) => item.score);
    // 0.7 × 0.8 − 0.3 is 0.26, and so is 0.7 × 0.3714…
    expect(order(0.38)).toEqual([1, 0.38, 0.8]);
    expect(order(0.36)).toEqual([1, 0.8, 0.36]);
  });

  it('keeps the order of what is worth the same', () => {
    const items = ['one', 'two', 'three'].map((text) => ({ text, score: 1, words: wordCounts(text) }));
    expect(diversify(items)).toEqual(items);
  });
});
