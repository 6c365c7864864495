import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import { answersAsOriginal } from './compatibility';
import { dropUnknown } from './original-form';
import { validationProblem } from './schema-validation.pipe';

/**
 * The query parameters of a request, in the form that their schema gives them. The schema is no argument of the Nest decorator itself,
 * which would take it for a pipe. @throws Problem VALIDATION_FAILED
 */
export function QueryParameters(schema: z.ZodType): ParameterDecorator {
  return createParamDecorator((_: unknown, execution: ExecutionContext) => {
    // Express makes them an object without a prototype.
    const sent = { ...execution.switchToHttp().getRequest<Request>().query };
    let { data, error } = schema.safeParse(sent);
    if (answersAsOriginal() && dropUnknown(sent, error?.issues)) ({ data, error } = schema.safeParse(sent));
    if (error) throw validationProblem(error.issues);
    return data;
  })();
}
