import { readFileSync } from 'node:fs';
import { analyseText } from '../analysis/analyse-text';
import { hitIds, indexing } from '../fixtures/entries';
import type { RecallFilter } from '../ranking/rank-query';
import { ratedQuestion } from '../ranking/rated-question';
import { RANKING_CONSTANTS } from '../ranking/ranking-constants';

const { assets, entry, indexOf } = indexing(readFileSync);

const { softTerms, neighbours } = RANKING_CONSTANTS;
const lexicalOnly = { ...RANKING_CONSTANTS, denseWeight: 0, softTerms: { ...softTerms, atMost: 0 } };

describe('the lexical score', () => {
  it('is BM25 as a share of full coverage', () => {
    const index = indexOf([entry('m1', 'violin lesson'), entry('m2', 'harbour bridge')], lexicalOnly);
    const [hit] = index.rank({ text: 'violin', limit: 5 }).hits;
    // One occurrence in a passage of mean length: (k1 + 1) / (1 + k1) = 1 of at most k1 + 1 = 1.9.
    expect(hit?.score).toBeCloseTo(1 / 1.9, 12);
  });

  it('lends to neighbours in the session, halving with each step, over three steps', () => {
    const texts = ['alpha', 'bravo', 'charlie', 'violin', 'delta', 'echo', 'foxtrot', 'golf'];
    const entries = texts.map((text, i) => entry(`m${i}`, text, { sessionId: 's', position: i }));
    const { hits } = indexOf(entries, { ...lexicalOnly, sessionShare: 0 }).rank({
      text: 'violin',
      limit: 10,
    });
    const scores = new Map(hits.map(({ id, score }) => [id, score * 1.9]));
    expect(scores.get('m3')).toBeCloseTo(1, 9);
    expect(['m2', 'm4', 'm1', 'm5', 'm0', 'm6'].map((id) => scores.get(id)!.toFixed(6))).toEqual([
      '0.300000',
      '0.300000',
      '0.150000',
      '0.150000',
      '0.075000',
      '0.075000',
    ]);
    expect(scores.has('m7')).toBe(false);
  });

  it('adds a share of the BM25 of the session', () => {
    const entries = [
      entry('m1', 'violin', { sessionId: 's' }),
      entry('m2', 'harbour', { sessionId: 't' }),
      entry('m3', 'bridge', { sessionId: 't' }),
    ];
    const alone = indexOf(entries, { ...lexicalOnly, sessionShare: 0 }).rank({ text: 'violin', limit: 1 })
      .hits[0]!;
    const shared = indexOf(entries, lexicalOnly).rank({ text: 'violin', limit: 1 }).hits[0]!;
    // idf over 2 sessions with df 1 is ln 2; length 1 of a mean 1.5; over idf of 3 passages times 1.9.
    const saturation = 2.2 / (1 + 1.2 * (0.25 + (0.75 * 1) / 1.5));
    const fullCoverage = Math.log(1 + 2.5 / 1.5) * 1.9;
    expect(shared.score - alone.score).toBeCloseTo((0.2 * Math.LN2 * saturation) / fullCoverage, 9);
  });

  it('counts a near-synonym less than the word', () => {
    const index = indexOf(
      [entry('m1', 'our puppy'), entry('m2', 'our dog'), entry('m3', 'our boat')],
      lexicalOnly,
    );
    expect(hitIds(index, 'dog')).toEqual(['m2', 'm1']);
  });
});

describe('meaning', () => {
  it('finds what shares no word with the question', () => {
    const index = indexOf([
      entry('m1', 'The invoice was paid late.'),
      entry('m2', 'My daughter began to play the piano.'),
      entry('m3', 'It rained all over the hills.'),
    ]);
    expect(hitIds(index, 'Which kid learns a musical instrument?')[0]).toBe('m2');
  });
});

describe('hints', () => {
  const text = 'We went hiking in the mountains.';

  it('prefer the speaker whom the question names, in any case and by any part of the name', () => {
    const index = indexOf([
      entry('m1', text, { speaker: 'Ben' }),
      entry('m2', text, { speaker: 'Ana Maria Ruiz' }),
    ]);
    expect(hitIds(index, 'Where did maria hike?')[0]).toBe('m2');
    expect(hitIds(index, 'Where did Ben hike?')[0]).toBe('m1');
  });

  it('prefer what users say to what assistants say', () => {
    const index = indexOf([
      entry('m1', text, { speaker: 'assistant' }),
      entry('m2', text, { speaker: 'user' }),
    ]);
    expect(hitIds(index, 'hiking')).toEqual(['m2', 'm1']);
  });

  it('prefer the month that the question names', () => {
    const index = indexOf([
      entry('m1', text, { occurredAt: Date.UTC(2023, 2, 4) }),
      entry('m2', text, { occurredAt: Date.UTC(2023, 5, 4) }),
    ]);
    expect(hitIds(index, 'Who was hiking in June 2023?')).toEqual(['m2', 'm1']);
  });

  it('are explained, and the parts add up to the score', () => {
    const index = indexOf(
      [
        entry('m1', 'Last June we went hiking, remember?', {
          speaker: 'Ana',
          occurredAt: Date.UTC(2023, 5, 4),
          importance: 3,
        }),
        entry('m2', 'The kettle is broken.'),
      ],
      { ...RANKING_CONSTANTS, importanceWeight: 0.2, recencyWeight: 0.1 },
    );
    const query = {
      text: 'When did Ana go hiking in June?',
      limit: 1,
      explain: true,
      now: Date.UTC(2023, 6, 4),
    };
    const { explanation, score } = index.rank(query).hits[0]!;
    expect(Object.keys(explanation!.hints)).toEqual([
      'speaker',
      'temporalExpression',
      'date',
      'shortQuestion',
    ]);
    expect(explanation!.importance).toBeGreaterThan(0);
    // Thirty days are one half-life.
    expect(explanation!.recency / explanation!.importance).toBeCloseTo((0.1 * 0.5) / (0.2 * 0.75), 9);
    const { lexical, dense, hints, importance, recency } = explanation!;
    const parts = [lexical, dense, ...Object.values(hints), importance, recency];
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 12);
  });
});

describe('what was rated', () => {
  const texts = ['The garden has an apple tree', 'An apple fell on the roof', 'Apples are in the cellar'];
  const question = 'Where are the apples?';
  const rating = (memoryId: string, value: number) => ({
    ...ratedQuestion(assets, question),
    memoryId,
    value,
  });

  it('is lifted for the same question and lowered where it was useless, and the parts still add up', () => {
    const index = indexOf(texts.map((text, i) => entry(`m${i + 1}`, text)));
    const [best, second, last] = hitIds(index, question);
    index.rate(rating(last!, 1));
    index.rate(rating(best!, -1));
    expect(hitIds(index, '  where ARE the apples? ')).toEqual([last, second, best]);
    for (const { score, explanation } of index.rank({ text: question, limit: 3, explain: true }).hits) {
      const { lexical, dense, hints, importance, recency, feedback } = explanation!;
      const parts = [lexical, dense, ...Object.values(hints), importance, recency, feedback];
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 12);
    }
    index.rate(rating(last!, 0));
    index.rate(rating(best!, 0));
    expect(hitIds(index, question)).toEqual([best, second, last]);
  });

  it('counts nothing for questions about something else, nor for memories without a word of the question', () => {
    const index = indexOf([...texts, 'It rains'].map((text, i) => entry(`m${i + 1}`, text)));
    const before = index.rank({ text: 'Did something fall on the roof?', limit: 4 });
    index.rate(rating('m1', 1));
    expect(index.rank({ text: 'Did something fall on the roof?', limit: 4 })).toEqual(before);
  });

  it('may be rated before it is there, and is found in a large namespace', () => {
    const index = indexOf(texts.map((text, i) => entry(`m${i + 1}`, text)));
    index.rate(rating('m9', 1));
    index.upsert(entry('m9', 'Uncle Tom likes apples'));
    expect(hitIds(index, question)[0]).toBe('m9');
    expect(hitIds(index, question, { exhaustive: false })[0]).toBe('m9');
  });
});

describe('sessions', () => {
  it('order entries by position, those without by arrival after them, whatever the order of writing', () => {
    const inSession = (id: string, text: string, position: number | null) =>
      entry(id, text, { sessionId: 's', position });
    const entries = [
      inSession('m1', 'violin', null),
      inSession('m2', 'harbour', 2),
      inSession('m3', 'bridge', 1),
      inSession('m4', 'kettle', null),
    ];
    const constants = { ...lexicalOnly, sessionShare: 0, neighbours: { ...neighbours, reach: 1 } };
    expect(hitIds(indexOf(entries, constants), 'violin')).toEqual(['m1', 'm2', 'm4']);
    expect(hitIds(indexOf(entries.toReversed(), constants), 'bridge')).toEqual(['m3', 'm2']);
  });

  it('are apart for different users, agents and for entries without a session', () => {
    const entries = [
      entry('m1', 'violin', { sessionId: 's', userId: 'u' }),
      entry('m2', 'harbour', { sessionId: 's', userId: 'v' }),
      entry('m3', 'bridge', { sessionId: 's', userId: 'u', agentId: 'a' }),
      entry('m4', 'kettle'),
      entry('m5', 'lantern'),
    ];
    expect(hitIds(indexOf(entries, lexicalOnly), 'violin')).toEqual(['m1']);
    expect(hitIds(indexOf(entries, lexicalOnly), 'kettle')).toEqual(['m4']);
  });
});

describe('filters', () => {
  const at = Date.UTC(2024, 4, 1);
  const index = indexOf([
    entry('m1', 'violin', {
      userId: 'u',
      tags: ['a', 'b'],
      metadata: [['level', 1]],
      occurredAt: at,
    }),
    entry('m2', 'violin', {
      userId: 'v',
      tags: ['a'],
      metadata: [['level', '1']],
      memoryType: 'semantic',
    }),
  ]);

  it.each([
    ['user', { userId: 'u' }, ['m1']],
    ['all tags', { tags: ['a', 'b'] }, ['m1']],
    ['metadata, by value and type', { metadata: [['level', '1']] }, ['m2']],
    ['any of the types', { memoryTypes: ['semantic', 'unheard of'] }, ['m2']],
    ['time of the event', { occurredAfter: at }, ['m1']],
    ['time of the write where no event time is known', { occurredBefore: at - 1 }, ['m2']],
    ['nothing', {}, ['m1', 'm2']],
    ['nobody', { userId: 'w' }, []],
  ] as [string, RecallFilter, string[]][])('by %s', (_, filter, expected) => {
    expect(hitIds(index, 'violin', { filter })).toEqual(expected);
  });

  const session = [
    entry('m1', 'violin', { sessionId: 's', tags: ['secret'] }),
    entry('m2', 'harbour', { sessionId: 's', tags: ['open'] }),
    entry('m3', 'bridge', { tags: ['open'] }),
  ];

  it('on results leave the context of others in place', () => {
    expect(hitIds(indexOf(session, lexicalOnly), 'violin', { filter: { tags: ['open'] } })).toEqual(['m2']);
  });
});

describe('changes', () => {
  it('replace, remove and expire entries', () => {
    const index = indexOf([entry('m1', 'violin'), entry('m2', 'violin', { expiresAt: 1000 })]);
    index.upsert(entry('m1', 'harbour', { version: 2 }));
    expect(index.size).toBe(2);
    expect(index.expire(999)).toBe(0);
    expect(index.expire(1000)).toBe(1);
    expect(index.has('m2')).toBe(false);
    expect(index.rank({ text: 'harbour', limit: 1 }).hits[0]).toMatchObject({ id: 'm1', version: 2 });
    expect([index.remove('m1'), index.remove('m1')]).toEqual([true, false]);
    expect(index.rank({ text: 'violin', limit: 1 })).toEqual({
      hits: [],
      fits: false,
      totalCandidates: 0,
      workingMemory: [],
    });
  });

  it('do not let an old end remove an entry that was prolonged', () => {
    const index = indexOf([entry('m1', 'violin', { expiresAt: 1000 })]);
    index.upsert(entry('m1', 'violin', { expiresAt: 2000 }));
    expect([index.expire(1500), index.expire(2000)]).toEqual([0, 1]);
  });

  it('refuse a text analysed for another encoder and keep what was there', () => {
    const index = indexOf([entry('m1', 'violin')]);
    const analysed = { ...analyseText(assets, ''), passages: [{ forms: [], vector: new Int8Array(64) }] };
    const upsert = () => index.upsert(entry('m1', '', { analysed }));
    expect(upsert).toThrow('Memory m1 was analysed with a vector of 64 dimensions, but the encoder has 128');
    expect(hitIds(index, 'violin')).toEqual(['m1']);
  });

  it('break ties by arrival', () => {
    const index = indexOf(['m3', 'm1', 'm2'].map((id) => entry(id, 'violin')));
    expect(hitIds(index, 'violin')).toEqual(['m1', 'm2', 'm3']);
  });

  it('give memory back when most entries are gone', () => {
    const entries = Array.from({ length: 2500 }, (_, i) => entry(`m${i}`, `violin number ${i}`));
    const index = indexOf(entries);
    const before = index.bytes;
    expect(index.wantsCompaction).toBe(false);
    for (let i = 0; i < 2400; i++) index.remove(`m${i}`);
    expect(index.wantsCompaction).toBe(true);
    expect([...index.compaction()].length).toBeGreaterThan(1);
    expect(index.wantsCompaction).toBe(false);
    expect(index.bytes).toBeLessThan(before / 2);
    expect(hitIds(index, 'number 2450')[0]).toBe('m2450');
  });
});
