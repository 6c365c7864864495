import { scoreRanking, scoreRun } from './ranking-metrics';

describe('ranking metrics', () => {
  it('score one ranking', () => {
    const scores = scoreRanking(['a', 'b'], ['x', 'a', 'a', 'y', 'z', 'b']);
    expect(scores).toMatchObject({ 'hit@1': 0, 'hit@5': 1, 'recall@5': 1, 'all@5': 1, 'mrr@10': 0.5 });
    // (1/log2(3) + 1/log2(6)) / (1/log2(2) + 1/log2(3)): the repeated id does not count
    expect(scores['ndcg@10']).toBeCloseTo(0.624, 3);
  });

  it('leave questions without evidence out, and count those made to mislead apart', () => {
    const queries = [
      { query_id: '1', category: 'temporal', evidence: ['a'] },
      { query_id: '2', category: 'adversarial', evidence: ['a'] },
      { query_id: '3', category: 'temporal', evidence: [] },
    ];
    const groups = scoreRun(queries, new Map([['1', ['a']]]));
    expect(groups.map(({ group, count, means }) => [group, count, means['hit@1']])).toEqual([
      ['overall', 1, 1],
      ['adversarial', 1, 0],
      ['all', 2, 0.5],
      ['temporal', 1, 1],
    ]);
  });
});
