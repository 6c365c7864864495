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
