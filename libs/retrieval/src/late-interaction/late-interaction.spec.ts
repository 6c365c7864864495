import { readFileSync } from 'node:fs';
import { fixture } from '../fixtures/shipped-files';
import { compressTokens, questionTokens } from './compressed-tokens';
import { droppedPieces } from './dropped-pieces';
import { lateInteractionScore, maxSimilarities, pieceWeight } from './max-similarity';
import { TokenProjection } from './token-projection';
import { readTokens, serialiseTokens } from './tokens-codec';

interface Golden {
  readonly matrix: number[];
  readonly vectors: number[];
  readonly pieces: number[];
  readonly dropped: number[];
  readonly keptPieces: number[];
  readonly otherPieces: number[];
  readonly codes: number[];
  readonly scales: number[];
  readonly similarities: number[];
}

/** Computed with numpy; the question is of the second and the last token. */
const golden = JSON.parse(fixture(readFileSync, 'late-interaction-golden.json')) as Golden;
const projection = new TokenProjection(new Uint8Array(Float32Array.from(golden.matrix).buffer), 6, 4);
const tokens = { pieces: Int32Array.from(golden.pieces), vectors: Float32Array.from(golden.vectors) };
const passage = compressTokens(tokens, projection, new Set(golden.dropped));
const question = questionTokens(
  {
    pieces: Int32Array.of(7, 102),
    vectors: Float32Array.from([...golden.vectors.slice(6, 12), ...golden.vectors.slice(24)]),
  },
  projection,
  new Set(),
);

describe('token vectors', () => {
  it('are compressed as the reference does', () => {
    expect([...passage.pieces]).toEqual(golden.keptPieces);
    expect([...passage.otherPieces]).toEqual(golden.otherPieces);
    expect([...passage.codes]).toEqual(golden.codes);
    expect([...passage.scales]).toEqual(golden.scales);
  });

  it('are scored as the reference does', () => {
    const similarities = maxSimilarities(question, passage, 4);
    golden.similarities.forEach((expected, i) => expect(similarities[i]).toBeCloseTo(expected, 5));
  });

  it('are stored and read again', () => {
    expect(readTokens(serialiseTokens(passage), 4)).toEqual(passage);
    const none = compressTokens(
      { pieces: Int32Array.of(), vectors: new Float32Array() },
      projection,
      new Set(),
    );
    expect(readTokens(serialiseTokens(none), 4)).toEqual(none);
  });

  it('are refused where their stored form is damaged', () => {
    const bytes = serialiseTokens(passage);
    expect(() => readTokens(bytes.subarray(0, 3), 4)).toThrow(/damaged/);
    expect(() => readTokens(bytes.subarray(0, -1), 4)).toThrow(/tokens take/);
    expect(() => readTokens(Uint8Array.of(9, ...bytes.subarray(1)), 4)).toThrow(/another version/);
  });

  it('may be without direction', () => {
    const zero = { pieces: Int32Array.of(7), vectors: new Float32Array(6) };
    expect([...maxSimilarities(question, compressTokens(zero, projection, new Set()), 4)]).toEqual([0, 0]);
  });
});

describe('maxSimilarities', () => {
  it('finds 0 in a passage without tokens, and what is below 0 where all is', () => {
    const none = compressTokens(
      { pieces: Int32Array.of(), vectors: new Float32Array() },
      projection,
      new Set(),
    );
    expect([...maxSimilarities(question, none, 4)]).toEqual([0, 0]);
    const opposite = {
      pieces: Int32Array.of(7),
      vectors: tokens.vectors.slice(6, 12).map((component) => -component),
    };
    expect(maxSimilarities(question, compressTokens(opposite, projection, new Set()), 4)[0]).toBeCloseTo(
      -1,
      1,
    );
  });
});

describe('lateInteractionScore', () => {
  it('is the weighted excess over the mean, of what is possible', () => {
    const score = lateInteractionScore(
      Float64Array.of(0.8, 0.1),
      Float64Array.of(0.6, 0.5),
      Float64Array.of(3, 1),
    );
    expect(score).toBeCloseTo((3 * 0.5 + 0) / 4, 10);
  });

  it('is 0 for a question without tokens, and ignores a token whose mean is 1', () => {
    expect(lateInteractionScore(new Float64Array(), new Float64Array(), new Float64Array())).toBe(0);
    expect(lateInteractionScore(Float64Array.of(1), Float64Array.of(1), Float64Array.of(2))).toBe(0);
  });
});

describe('pieceWeight', () => {
  it('falls with the passages that have the piece, and stays above 0', () => {
    const weights = [0, 1, 50, 100].map((passages) => pieceWeight(passages, 100));
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
    expect(weights.at(-1)).toBeGreaterThan(0);
  });
});

describe('droppedPieces', () => {
  it('are special tokens and punctuation, and stop words of passages', () => {
    const vocabulary = ['[CLS]', 'the', 'cat', '##s', '?', '##-', '7', '[', 'é'];
    const { always, ofPassages } = droppedPieces(vocabulary, new Set(['the']));
    expect([...always]).toEqual([0, 4, 5, 7]);
    expect([...ofPassages]).toEqual([0, 1, 4, 5, 7]);
  });
});

describe('TokenProjection', () => {
  it('refuses a file of another size', () => {
    expect(() => new TokenProjection(new Uint8Array(12), 6, 4)).toThrow('take 96 bytes, the file has 12');
  });
});
