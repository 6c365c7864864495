import type { Excerpt, Memory } from '@somabrain/memory';
import type { RetrievedCandidate } from './retrieval-query';
import { showCandidates } from './shown-candidates';

const LONG = `One thing. ${'More of it. '.repeat(200)}`;

const candidate = (id: string, content: string): RetrievedCandidate => ({
  memory: { id, content } as Memory,
  score: 1,
  relevance: 0.5,
  retriever: 'vector',
});

describe('what is shown of candidates', () => {
  const passage: Excerpt = { text: 'It rains.', passages: [{ start: 0, end: 9, matched: 'It rains.' }] };

  it('is the passages of a recall, and the beginning of what links led to', () => {
    const candidates = [candidate('a', LONG), candidate('b', LONG), candidate('c', 'Short')];
    const { shown, omitted } = showCandidates(candidates, new Map([['a', passage]]), {
      passageTokens: 20,
      maxTokens: null,
    });
    expect(shown.map(({ excerpt }) => excerpt?.text)).toEqual([
      'It rains.',
      LONG.slice(0, 80).replace(/\s\S*$/, ''),
      undefined,
    ]);
    expect(shown[1]?.excerpt?.passages[0]).toMatchObject({ start: 0, matched: 'One thing.' });
    expect(omitted).toBeNull();
  });

  it('fits into the tokens of all of them, and the rest is counted', () => {
    const candidates = [candidate('a', LONG), candidate('b', '猫'.repeat(30)), candidate('c', 'Short')];
    const bounds = { passageTokens: 0, maxTokens: 25 };
    const { shown, omitted } = showCandidates(candidates, new Map(), bounds);
    expect(shown.map(({ memory }) => memory.id)).toEqual(['a']);
    expect(shown[0]?.excerpt?.text.length).toBeLessThanOrEqual(100);
    expect(omitted).toEqual({ count: 2, tokens: 27 });
  });

  it('is all of them where nothing bounds them', () => {
    const bounds = { passageTokens: 0, maxTokens: null };
    const { shown } = showCandidates([candidate('a', LONG)], new Map(), bounds);
    expect(shown[0]?.excerpt).toBeUndefined();
  });
});
