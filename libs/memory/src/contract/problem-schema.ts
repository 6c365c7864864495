import { PROBLEM_CATALOGUE, type ProblemCode } from '@somabrain/kernel';
import { z } from 'zod';

export const problemCode = z.enum(Object.keys(PROBLEM_CATALOGUE) as [ProblemCode, ...ProblemCode[]]);

/** A problem inside an answer, or of one. */
export const problemSchema = z
  .object({
    code: problemCode,
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })),
  })
  .meta({ id: 'ItemProblem', description: 'Why an item was not stored.' });
