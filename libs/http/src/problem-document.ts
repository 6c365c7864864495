import { type FieldError, type Problem, PROBLEM_CATALOGUE, type ProblemCode } from '@somabrain/kernel';
import { z } from 'zod';

const fieldError = z
  .object({
    field: z
      .string()
      .meta({ description: 'Path of the input, such as `filters.tags[2]`, or the name of a header' }),
    message: z.string(),
  })
  .meta({ id: 'FieldProblem' });

const problemCode = z.enum(Object.keys(PROBLEM_CATALOGUE) as [ProblemCode, ...ProblemCode[]]).meta({
  id: 'ProblemCode',
  description: 'The kind of problem for programs; never renamed',
});

/** The body of every error answer (RFC 9457). */
export const ProblemDocument = z
  .object({
    type: z.string().meta({ description: 'A URI that names the kind of problem' }),
    title: z.string().meta({ description: 'The kind of problem in words; the same every time' }),
    status: z.int().meta({ description: 'The HTTP status' }),
    detail: z.string().meta({ description: 'What happened this time, and what to do' }),
    instance: z.string().meta({ description: 'Path of the request' }),
    code: problemCode,
    traceId: z.string().meta({ description: 'Finds the request in the logs' }),
    decision: z
      .object({ id: z.string(), reasons: z.array(z.string()) })
      .optional()
      .meta({ description: 'The decision of the policy, if it refused the request; the audit has its id' }),
    errors: z.array(fieldError).meta({ description: 'The invalid inputs, if the request had any' }),
  })
  .meta({
    id: 'Problem',
    description: 'An error, as RFC 9457 describes it.',
    examples: [
      {
        type: problemType('VALIDATION_FAILED'),
        title: PROBLEM_CATALOGUE.VALIDATION_FAILED.title,
        status: PROBLEM_CATALOGUE.VALIDATION_FAILED.status,
        detail: 'content: is required: the text to remember',
        instance: '/remember',
        code: 'VALIDATION_FAILED',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        errors: [{ field: 'content', message: 'is required: the text to remember' }],
      },
    ],
  });

export type ProblemDocument = z.infer<typeof ProblemDocument>;

/** The body of the answer to a request that ended in a problem. */
export function problemDocument(
  problem: Problem,
  request: { path: string; traceId: string },
): ProblemDocument {
  const { code, message, errors, decision, definition } = problem;
  return {
    type: problemType(code),
    title: definition.title,
    status: definition.status,
    detail: message,
    instance: request.path,
    code,
    traceId: request.traceId,
    ...(decision && { decision: { id: decision.id, reasons: [...decision.reasons] } }),
    errors: errors.map(({ field, message: wrong }: FieldError) => ({ field, message: wrong })),
  };
}

/** The URI of a kind of problem: a name, not an address. */
export function problemType(code: ProblemCode): string {
  return `urn:somabrain:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}
