import { parseFilter } from './parse-filter';

const MARCH = Date.parse('2026-03-01T00:00:00Z');
const is = (field: string, ...values: unknown[]) => ({ field, op: 'in', values });

describe('a filter is read', () => {
  it.each([
    ['a value', { user_id: 'u1' }, is('user_id', 'u1')],
    ['a list', { memory_type: ['a', 'b'] }, is('memory_type', 'a', 'b')],
    ['a list of tags: all of them', { tags: ['a', 'b'] }, { field: 'tags', op: 'all', values: ['a', 'b'] }],
    ['any of several tags', { tags: { any: ['a', 'b'] } }, is('tags', 'a', 'b')],
    ['none of several tags', { tags: { none: ['a'] } }, { not: is('tags', 'a') }],
    ['eq', { speaker: { eq: 'Ana' } }, is('speaker', 'Ana')],
    ['ne', { speaker: { ne: 'Ana' } }, { not: is('speaker', 'Ana') }],
    ['nin', { key: { nin: ['a'] } }, { not: is('key', 'a') }],
    ['an empty list, which admits nothing', { key: { in: [] } }, is('key')],
    ['exists', { key: { exists: true } }, { field: 'key', op: 'exists' }],
    ['exists, negated', { key: { exists: false } }, { not: { field: 'key', op: 'exists' } }],
    ['prefix', { key: { prefix: 'kb.' } }, { field: 'key', op: 'prefix', value: 'kb.' }],
    ['null', { and: [{ user_id: null }] }, { and: [is('user_id', null)] }],
    ['a number', { importance: { gte: 0.5 } }, { field: 'importance', op: 'gte', value: 0.5 }],
    ['a time', { occurred_at: { lt: '2026-03-01' } }, { field: 'occurred_at', op: 'lt', value: MARCH }],
    ['an older bound', { occurred_after: '2026-03-01' }, { field: 'occurred_at', op: 'gte', value: MARCH }],
    [
      'a bound of the write',
      { created_before: '2026-03-01' },
      { field: 'created_at', op: 'lte', value: MARCH },
    ],
    ['metadata with dots', { 'metadata.a.b': 1 }, is('metadata.a.b', 1)],
    ['metadata as an object', { metadata: { a: 'x' } }, is('metadata.a', 'x')],
    ['metadata with dots in an object', { metadata: { 'a.b': 'x' } }, is('metadata.a.b', 'x')],
    ['metadata inside metadata', { metadata: { a: { b: 'x' } } }, is('metadata.a.b', 'x')],
    [
      'an operator in metadata',
      { metadata: { a: { gte: 5 } } },
      { field: 'metadata.a', op: 'gte', value: 5 },
    ],
    ['a list in metadata', { metadata: { a: [1, 2] } }, is('metadata.a', 1, 2)],
    ['null in metadata', { metadata: { a: null } }, is('metadata.a', null)],
    ['contains', { metadata: { a: { contains: 'x' } } }, { field: 'metadata.a', op: 'contains', value: 'x' }],
    [
      'several operators',
      { importance: { gt: 1, lt: 2 } },
      {
        and: [
          { field: 'importance', op: 'gt', value: 1 },
          { field: 'importance', op: 'lt', value: 2 },
        ],
      },
    ],
    ['several fields', { user_id: 'u', agent_id: 'a' }, { and: [is('user_id', 'u'), is('agent_id', 'a')] }],
    ['or', { or: [{ user_id: 'u' }, { user_id: 'v' }] }, { or: [is('user_id', 'u'), is('user_id', 'v')] }],
    [
      'not of several',
      { not: { user_id: 'u', key: 'k' } },
      { not: { and: [is('user_id', 'u'), is('key', 'k')] } },
    ],
  ])('with %s', (_, given, expression) => {
    expect(parseFilter(given)).toEqual({ expression, issues: [] });
  });

  it.each([[{}], [{ user_id: null, tags: null, and: null }], [{ tags: [] }], [{ metadata: {} }]])(
    'as none from %j',
    (given) => {
      expect(parseFilter(given)).toEqual({ expression: null, issues: [] });
    },
  );
});

describe('a filter is refused', () => {
  const deep = (levels: number): unknown => (levels === 0 ? { key: 'k' } : { not: deep(levels - 1) });
  const many = (count: number) => ({ or: Array.from({ length: count }, () => ({ user_id: 'u', key: 'k' })) });

  it.each([
    ['filters', 'text'],
    ['filters', []],
    ['filters.and', { and: {} }],
    ['filters.or', { or: [] }],
    ['filters.and[1]', { and: [{ key: 'k' }, {}] }],
    ['filters.and[0]', { and: ['k'] }],
    ['filters.not', { not: {} }],
    ['filters.and[1].metadata.prio.gte', { and: [{ key: 'k' }, { metadata: { prio: { gte: true } } }] }],
    ['filters.user_id', { user_id: 5 }],
    ['filters.user_id.gt', { user_id: { gt: 'a' } }],
    ['filters.user_id.like', { user_id: { like: 'a' } }],
    ['filters.user_id', { user_id: {} }],
    ['filters.user_id.in[1]', { user_id: { in: ['a', ''] } }],
    ['filters.user_id.nin', { user_id: { nin: [] } }],
    ['filters.user_id.in', { user_id: { in: Array.from({ length: 101 }, () => 'a') } }],
    ['filters.tags[0]', { tags: [''] }],
    ['filters.importance.gte', { importance: { gte: '1' } }],
    ['filters.occurred_at.gte', { occurred_at: { gte: 'soon' } }],
    ['filters.metadata.a', { metadata: { a: {} } }],
    ['filters.metadata.a.b', { metadata: { a: { gte: 1, b: 2 } } }],
    ['filters.metadata.a.contains', { metadata: { a: { contains: null } } }],
    ['filters.metadata.a.exists', { metadata: { a: { exists: 1 } } }],
    ['filters.metadata.a.eq', { metadata: { a: { eq: [1] } } }],
    ['filters.not.not.not.not.not.not', deep(6)],
    ['filters', many(51)],
    ['filters', { or: Array.from({ length: 11 }, () => ({ 'metadata.a': { contains: 'x' } })) }],
    ['filters.usr_id', { usr_id: 'misspelt' }],
    ['filters.or[0].usr_id', { or: [{ usr_id: 'misspelt' }] }],
  ])('at %s', (place, given) => {
    const [issue] = parseFilter(given).issues;
    const path = [...(issue?.path ?? []), ...(issue?.unknown === undefined ? [] : [issue.unknown])];
    const written = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`));
    expect(issue && `filters${written.join('')}`).toBe(place);
  });

  it('beyond its bounds, and not at them', () => {
    expect(parseFilter(deep(5)).issues).toEqual([]);
    expect(parseFilter(many(50)).issues).toEqual([]);
  });

  it('with no more than twenty findings, whatever it holds', () => {
    const given = { and: Array.from({ length: 100 }, () => ({ colour: 'red', user_id: 5 })) };
    expect(parseFilter(given).issues).toHaveLength(20);
  });
});
