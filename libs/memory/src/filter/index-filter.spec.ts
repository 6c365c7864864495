import { indexFilterOf } from './index-filter';
import { parseFilter } from './parse-filter';

const split = (given: object) => indexFilterOf(parseFilter(given).expression);

describe('the search index decides', () => {
  it.each([
    ['nothing', {}, {}],
    [
      'a scope',
      { user_id: 'u', agent_id: 'a', session_id: 's' },
      { userId: 'u', agentId: 'a', sessionId: 's' },
    ],
    ['all tags', { tags: ['a', 'b'] }, { tags: ['a', 'b'] }],
    ['one tag, and another', { and: [{ tags: 'a' }, { tags: { eq: 'b' } }] }, { tags: ['a', 'b'] }],
    ['types', { memory_type: ['a', 'b'] }, { memoryTypes: ['a', 'b'] }],
    [
      'values in metadata',
      { metadata: { a: 1, b: { c: null } } },
      {
        metadata: [
          ['a', 1],
          ['b.c', null],
        ],
      },
    ],
    [
      'times',
      { and: [{ occurred_at: { gte: 1, lte: 9 } }, { occurred_at: { gte: 2 } }] },
      { occurredAfter: 2_000, occurredBefore: 9_000 },
    ],
  ])('%s', (_, given, filter) => {
    expect(split(given)).toEqual({ filter, complete: true });
  });

  it.each([
    ['either', { user_id: 'u', or: [{ tags: 'a' }, { tags: 'b' }] }, { userId: 'u' }],
    ['a negation', { user_id: 'u', not: { tags: 'a' } }, { userId: 'u' }],
    ['two users', { user_id: ['u', 'v'] }, {}],
    ['two different users', { and: [{ user_id: 'u' }, { user_id: 'v' }] }, { userId: 'u' }],
    ['no type at all', { memory_type: [] }, {}],
    ['no user', { and: [{ user_id: null }] }, {}],
    ['any of two tags', { tags: { any: ['a', 'b'] } }, {}],
    ['a bound in metadata', { metadata: { a: { gt: 1 } } }, {}],
    ['a strict bound', { occurred_at: { gt: 1 } }, {}],
    ['a key', { key: 'k' }, {}],
  ])('and leaves to Postgres: %s', (_, given, filter) => {
    expect(split(given)).toEqual({ filter, complete: false });
  });
});
