import { ApiProblem } from '@somabrain/client';
import { reasonOf } from './reason';

describe('the reason of a failure', () => {
  it('names the fields of a refused request and where to find it in the log', () => {
    const fields = [{ field: 'namespace', message: 'must be given' }];
    const problem = new ApiProblem('One field is wrong.', 'VALIDATION', 400, fields, 'a1', null);
    expect(reasonOf(problem)).toBe(
      'VALIDATION: One field is wrong.\n  namespace: must be given\n  trace id a1',
    );
  });

  it('tells what lies below', () => {
    const cause = new Error('connect ECONNREFUSED 127.0.0.1:9696');
    expect(reasonOf(new TypeError('fetch failed', { cause }))).toBe(
      'fetch failed (connect ECONNREFUSED 127.0.0.1:9696)',
    );
  });

  it('has a word for an error without a message, and for what is no error', () => {
    expect(reasonOf(new AggregateError([]))).toBe('AggregateError');
    expect(reasonOf('gone')).toBe('gone');
  });
});
