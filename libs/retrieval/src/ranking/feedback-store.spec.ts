import fc from 'fast-check';
import { FeedbackStore } from './feedback-store';
import { RANKING_CONSTANTS } from './ranking-constants';

const { feedback } = RANKING_CONSTANTS;
/** Vectors at angles whose cosines to the first are 1, 0.9 and 0. */
const [SAME, ALIKE, OTHER] = [Int8Array.of(100, 0), Int8Array.of(90, 44), Int8Array.of(0, 100)];
const COSINE = 90 / Math.hypot(90, 44);

const asked = { question: 'q1', vector: SAME };
const said = (store: FeedbackStore, about = asked) => Object.fromEntries(store.about(about, feedback));

describe('ratings of memories', () => {
  it('counts wholly for the question that it was said of, and less for one that is alike', () => {
    const store = new FeedbackStore();
    store.rate({ memoryId: 'm', question: 'q1', vector: SAME, value: 1 });
    store.rate({ memoryId: 'n', question: 'q2', vector: ALIKE, value: -1 });
    store.rate({ memoryId: 'o', question: 'q3', vector: OTHER, value: 1 });
    const { m, n, ...others } = said(store);
    expect(m).toBe(1);
    expect(n).toBeCloseTo(-(COSINE - 0.8) / 0.2, 6);
    expect(others).toEqual({});
  });

  it('knows a question by its name where its meaning is not known', () => {
    const store = new FeedbackStore();
    store.rate({ memoryId: 'm', question: 'q1', vector: null, value: 1 });
    store.rate({ memoryId: 'n', question: 'q2', vector: null, value: 1 });
    expect(said(store)).toEqual({ m: 1 });
  });

  it('counts a little for any question where it was said of none', () => {
    const store = new FeedbackStore();
    store.rate({ memoryId: 'm', question: '', vector: null, value: -1 });
    expect(said(store).m).toBeCloseTo(-0.05, 6);
  });

  it('is replaced by what is said later, and gone when it is taken back', () => {
    const store = new FeedbackStore();
    const rate = (value: number) => {
      store.rate({ memoryId: 'm', question: 'q1', vector: SAME, value });
    };
    rate(1);
    rate(-1);
    expect(said(store)).toEqual({ m: -1 });
    rate(0);
    expect(said(store)).toEqual({});
    expect([store.isEmpty, store.bytes]).toEqual([true, 0]);
  });

  it('is kept of so many questions, the latest rated', () => {
    const store = new FeedbackStore();
    const rate = (number: number) => {
      store.rate({ memoryId: `m${number}`, question: `q${number}`, vector: null, value: 1 });
    };
    rate(0);
    const full = store.bytes;
    for (let number = 1; number < 2_048; number += 1) rate(number);
    expect(store.bytes).toBe(2_048 * full);
    rate(0);
    rate(9_999);
    expect(store.bytes).toBe(2_048 * full);
    expect(said(store, { question: 'q0', vector: SAME })).toEqual({ m0: 1 });
    expect(said(store)).toEqual({});
  });

  it('stays within its bounds, and does not depend on the order, whatever is said', () => {
    const rating = fc.record({
      memoryId: fc.constantFrom('m1', 'm2'),
      question: fc.uuid(),
      vector: fc.tuple(fc.integer({ min: -127, max: 127 }), fc.integer({ min: -127, max: 127 })),
      value: fc.double({ min: -2, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(rating, { maxLength: 30 }), (ratings) => {
        const [one, other] = [new FeedbackStore(), new FeedbackStore()];
        const given = ratings.map((each) => ({ ...each, vector: Int8Array.from(each.vector) }));
        for (const each of given) one.rate(each);
        for (const each of given.toReversed()) other.rate(each);
        for (const value of Object.values(said(one))) expect(Math.abs(value)).toBeLessThanOrEqual(1);
        expect(said(one)).toEqual(said(other));
      }),
    );
  });
});
