import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '@somabrain/kernel';
import type { Request } from 'express';
import { type Observable, throwError, timeout } from 'rxjs';
import { type RequestHeader, WRITES } from './openapi/endpoint';

const HEADER = 'X-Deadline-MS';
const MAX_MS = 600_000;

/** The header of routes that enforce a deadline. */
export const DEADLINE_HEADER: RequestHeader = {
  name: HEADER,
  description: 'Time limit in milliseconds; after it the answer is DEADLINE_EXCEEDED.',
  schema: { type: 'integer', format: 'int32', minimum: 1, maximum: MAX_MS },
};

/** Answers DEADLINE_EXCEEDED when the time that the caller gave, counted from the arrival of the request, is over. */
@Injectable()
export class DeadlineInterceptor implements NestInterceptor {
  private readonly reflector = new Reflector();

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = execution.switchToHttp().getRequest<Request>();
    const header = request.get(HEADER);
    if (header === undefined) return next.handle();
    const given = deadlineOf(header);
    request.deadlineAt = request.origin.arrivedAt + given;
    const left = Math.max(0, request.deadlineAt - performance.now());
    const writes = this.reflector.get<boolean | undefined>(WRITES, execution.getHandler()) ?? false;
    const exceeded = () => throwError(() => deadlineExceeded(given, writes));
    return left === 0 ? exceeded() : next.handle().pipe(timeout({ first: left, with: exceeded }));
  }
}

function deadlineOf(header: string): number {
  const given = /^\d{1,6}$/.test(header.trim()) ? Number(header) : 0;
  if (given >= 1 && given <= MAX_MS) return given;
  const message = `must be a number of milliseconds from 1 to ${MAX_MS}`;
  throw new Problem('VALIDATION_FAILED', `${HEADER}: ${message}`, { errors: [{ field: HEADER, message }] });
}

function deadlineExceeded(given: number, writes: boolean): Problem {
  const then = writes
    ? 'a write may be stored or not: repeat it with the same Idempotency-Key'
    : 'ask again, and give it more';
  return new Problem('DEADLINE_EXCEEDED', `The ${given} ms of ${HEADER} are over; ${then}`);
}
