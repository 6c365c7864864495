import { scopeIntoFilters } from './scope-arguments';

describe('conditions beside the filters of a tool', () => {
  it('are conditions like those in the filters', () => {
    expect(scopeIntoFilters({ query: 'tea', user_id: 'ana', filters: { agent_id: 'a1' } })).toEqual({
      query: 'tea',
      filters: { agent_id: 'a1', user_id: 'ana' },
    });
    expect(scopeIntoFilters({ query: 'tea', tags: ['x'] })).toEqual({
      query: 'tea',
      filters: { tags: ['x'] },
    });
    expect(scopeIntoFilters({ query: 'tea' })).toEqual({ query: 'tea' });
  });

  it('may be said twice, and must not differ', () => {
    expect(scopeIntoFilters({ user_id: 'ana', filters: { user_id: 'ana' } })).toEqual({
      filters: { user_id: 'ana' },
    });
    expect(() => scopeIntoFilters({ user_id: 'ana', filters: { user_id: 'ben' } })).toThrow(
      'user_id differs from filters.user_id; send one of them',
    );
  });
});
