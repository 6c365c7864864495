import { type Answer } from './running-api';

/** Expects a problem document with this status and code. @returns its errors */
export function expectProblem(
  answer: Answer,
  status: number,
  code: string,
): { field: string; message: string }[] {
  expect([answer.status, answer.text.slice(0, 500)]).toEqual([
    status,
    expect.stringContaining(`"code":"${code}"`),
  ]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  // Whatever passes by itself says when to come back.
  if (status === 503 || code === 'POLICY_UNAVAILABLE')
    expect([code, answer.headers.get('retry-after')]).toEqual([code, expect.stringMatching(/^\d+$/)]);
  const problem = answer.json<{ errors: { field: string; message: string }[] }>();
  expect(Object.keys(problem).sort()).toEqual([
    'code',
    'detail',
    'errors',
    'instance',
    'status',
    'title',
    'traceId',
    'type',
  ]);
  return problem.errors;
}
