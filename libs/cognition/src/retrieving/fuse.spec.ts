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

  it('names the retriever that counted most', () => {
    const [best] = fuse([
      { retriever: 'lexical', weight: 0.8, hits: hits(1) },
      { retriever: 'vector', weight: 1, hits: hits(1) },
    ]);
    expect(best?.retriever).toBe('vector');
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
});
