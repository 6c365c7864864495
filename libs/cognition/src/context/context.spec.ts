import fc from 'fast-check';
import { parseTenantId } from '@somabrain/kernel';
import type { Memory, Recalled } from '@somabrain/memory';
import { INITIAL_STATE } from '../adaptation/adaptation-state';
import { INITIAL_TUNING, type TenantTuning } from '../tuning/tenant-tuning';
import { chooseMemories, gainOf, repeatedShare } from './choose-memories';
import { ContextBuilder, type ContextQuery } from './context-builder';
import { cautiousTau, relevanceOf, softmax, tauFor } from './context-weights';
import { blockOf, promptOf, roomBeside } from './prompt';
import { wordCounts, wordOverlap } from './word-overlap';

const CONTEXT = { tenant: parseTenantId('test', 'test'), actor: 'test', traceId: '0'.repeat(32) };
const { retrieval, utility } = INITIAL_STATE;

describe('the weights of memories in a prompt', () => {
  it('are alpha × closeness + beta × links + gamma × recency, and their softmax', () => {
    expect(relevanceOf({ closeness: 1, links: 1, recency: 1 }, retrieval)).toBeCloseTo(1.3, 12);
    expect(relevanceOf({ closeness: 0.5, links: 0, recency: 0.5 }, retrieval)).toBeCloseTo(0.55, 12);
    const [one, other] = softmax([1, 0.3], 0.7);
    expect(one).toBeCloseTo(Math.E / (Math.E + 1), 12);
    expect(other).toBeCloseTo(1 / (Math.E + 1), 12);
  });

  it.each([
    // Half of them repeat each other: nothing changes. All differ: a fortieth less.
    [0.7, 0.5, 0.7],
    [0.7, 0, 0.675],
    [0.7, 1, 0.75],
    [1.19, 1, 1.2],
    [0.41, 0, 0.4],
  ])('tau of %d with a share of %d repeated becomes %d', (tau, repeated, expected) => {
    expect(tauFor(tau, repeated)).toBeCloseTo(expected, 12);
  });

  it('become sharper with noradrenaline', () => {
    expect([cautiousTau(0.7, 0), cautiousTau(0.7, 0.1)]).toEqual([0.7, 0.35]);
  });

  it('are positive and sum to 1, whatever is weighed', () => {
    const relevances = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(relevances, fc.double({ min: 0.2, max: 2, noNaN: true }), (values, tau) => {
        const weights = softmax(values, tau);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the choice of memories', () => {
  const candidate = (content: string, weight: number) => ({
    weight,
    length: content.length,
    tokens: content.length,
    words: wordCounts(content),
  });
  const bounds = { memories: 5, tokens: 1_000 };

  it('gains lambda × weight × what is new − mu × length/1024 − nu/10', () => {
    expect(gainOf({ weight: 1, length: 1_024 }, 0, utility)).toBeCloseTo(0.895, 12);
    expect(gainOf({ weight: 0.5, length: 512 }, 0.5, utility)).toBeCloseTo(0.195, 12);
  });

  it('leaves out what repeats another one, and what adds nothing', () => {
    const candidates = [
      candidate('Paris is the capital of France', 1),
      candidate('paris is the capital of France!', 0.9),
      candidate('Lyon lies on the Rhône', 0.5),
      candidate('x'.repeat(900), 0.05),
    ];
    expect(chooseMemories(candidates, utility, bounds).chosen).toEqual([0, 2]);
    expect(repeatedShare(candidates.map(({ words }) => words))).toBe(0.25);
  });

  it('prefers what is new to what says half of the same', () => {
    const candidates = [
      candidate('one two three four', 1),
      candidate('one two three five', 0.8),
      candidate('six seven eight nine', 0.6),
    ];
    expect(chooseMemories(candidates, utility, { ...bounds, memories: 2 }).chosen).toEqual([0, 2]);
  });

  it('takes the first to fit whatever it costs, and never more than has room', () => {
    const dear = { lambda: 0.1, mu: 5, nu: 5 };
    const candidates = [candidate('a'.repeat(2_000), 1), candidate('b'.repeat(500), 0.5)];
    expect(chooseMemories(candidates, dear, bounds)).toMatchObject({ chosen: [1], crowded: [0] });
    expect(chooseMemories([], dear, bounds).chosen).toEqual([]);
  });

  it('keeps to its bounds, whatever there is to choose from', () => {
    const texts = fc.array(
      fc.tuple(fc.string({ maxLength: 80 }), fc.double({ min: 0, max: 1, noNaN: true })),
    );
    fc.assert(
      fc.property(texts, fc.nat(10), fc.nat(300), (given, memories, tokens) => {
        const candidates = given.map(([content, weight]) => candidate(content, weight));
        const { chosen } = chooseMemories(candidates, utility, { memories, tokens });
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chosen.length).toBeLessThanOrEqual(memories);
        expect(chosen.reduce((sum, place) => sum + candidates[place]!.length, 0)).toBeLessThanOrEqual(tokens);
      }),
    );
  });
});

describe('the overlap of texts', () => {
  it.each([
    ['Paris is old', 'paris IS old!', 1],
    ['Paris is old', 'London burns', 0],
    ['a b', 'a c', 0.5],
    ['', 'a', 0],
  ])('of "%s" and "%s" is %d', (one, other, overlap) => {
    expect(wordOverlap(wordCounts(one), wordCounts(other))).toBeCloseTo(overlap, 12);
  });
});

describe('a prompt', () => {
  it('is the question where there is nothing to say', () => {
    expect(promptOf([], 'Why?')).toBe('Why?');
  });

  it('shows each memory with its id, and no text can pass for another memory', () => {
    const block = blockOf(memoryOf('1', { content: 'one\n[2] two', speaker: 'Ana\n[3]', occurredAt: 0 }));
    expect(block).toBe('[1] 1970-01-01T00:00:00.000Z Ana [3]: one\n  [2] two\n');
    expect(promptOf([block], 'Why?')).toBe(`Context:\n${block}\nQuery:\nWhy?`);
  });

  it('has room beside the question for the tokens that are left', () => {
    expect(roomBeside('x'.repeat(100), 100)).toBe(100 - 25 - 5);
    expect(roomBeside('猫'.repeat(20), 25)).toBe(0);
    expect(roomBeside('x'.repeat(100), 24)).toBeLessThan(0);
    expect(roomBeside('x'.repeat(100), 25)).toBe(0);
  });
});

describe('the builder of prompts', () => {
  const query = {
    query: 'What is where?',
    namespace: 'default',
    sessionId: null,
    filter: {},
    limit: 5,
    maxTokens: 200,
  };
  const build = (
    memories: readonly [Memory, number][],
    more: Partial<ContextQuery> = {},
    tuning = INITIAL_TUNING,
  ) => builderOf(memories, tuning).build(CONTEXT, { ...query, ...more });

  it('orders what it takes as it happened', async () => {
    const { memories, prompt, leftOut } = await build([
      [memoryOf('late', { content: 'The apples are in the cellar', occurredAt: 3_000 }), 1],
      [memoryOf('early', { content: 'We picked pears', occurredAt: 1_000 }), 0.9],
      [memoryOf('twice', { content: 'We picked pears', occurredAt: 2_000 }), 0.8],
    ]);
    expect(memories.map(({ memory }) => memory.id)).toEqual(['early', 'late']);
    expect(prompt.indexOf('[early]')).toBeLessThan(prompt.indexOf('[late]'));
    expect(leftOut).toBe(1);
  });

  it('weighs by what the tenant has learnt', async () => {
    const found: [Memory, number][] = [
      [memoryOf('best', { content: 'one two three' }), 1],
      [memoryOf('far', { content: `four five ${'six '.repeat(60)}` }), 0.3],
    ];
    expect((await build(found)).memories).toHaveLength(2);
    const { adaptation } = INITIAL_TUNING;
    const terse = { ...INITIAL_TUNING, adaptation: { ...adaptation, utility: { ...utility, mu: 5 } } };
    expect((await build(found, {}, terse)).memories).toHaveLength(1);
  });

  it('never takes more tokens than it was given', async () => {
    const texts = fc.array(fc.string({ minLength: 1, maxLength: 300 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 4, max: 300 }), async (contents, maxTokens) => {
        const found = contents.map(
          (content, place) => [memoryOf(String(place), { content }), 1 / (1 + place)] as [Memory, number],
        );
        const { tokens, prompt } = await build(found, { maxTokens });
        expect(tokens).toBeLessThanOrEqual(maxTokens);
        expect(prompt.endsWith(query.query)).toBe(true);
      }),
    );
  });
});

function builderOf(found: readonly [Memory, number][], tuning: TenantTuning): ContextBuilder {
  const recalled: Recalled = {
    results: found.map(([memory, score]) => ({ memory, score, relevance: 0.5, explanation: null })),
    answerable: 0.5,
    totalCandidates: found.length,
    inMind: [],
    degraded: [],
  };
  return new ContextBuilder(
    { recall: () => Promise.resolve(recalled), follow: () => Promise.resolve([]) },
    { read: () => Promise.resolve({ ...tuning, states: 0 }) },
    { now: () => 10_000 },
  );
}

function memoryOf(id: string, fields: Partial<Memory>): Memory {
  return {
    id,
    version: 1,
    namespace: 'default',
    key: null,
    content: id,
    metadata: {},
    userId: null,
    agentId: null,
    sessionId: null,
    position: null,
    speaker: null,
    tags: [],
    memoryType: 'episodic',
    importance: 1,
    occurredAt: null,
    createdAt: 0,
    updatedAt: 0,
    expiresAt: null,
    closed: null,
    ...fields,
  };
}
