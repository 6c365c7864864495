import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type Logger, Outages, Problem } from '@somabrain/kernel';
import type { Request, Response } from 'express';
import { allowedMethods } from './allowed-methods';
import { challenge } from './challenge';
import { outageOf } from './outage-of';
import { problemDocument } from './problem-document';
import { pathOf } from './route-template';
import { discardRest } from './unread-body';

const NOT_FOUND = 404;

/** Answers every request that ended in an exception with a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = problemOf(exception, request, response);
    request.problemCode = problem.code;
    const backend = outageOf(problem);
    if (backend !== null) {
      // One line for an outage, however many requests it costs.
      Outages.of(this.logger).refused(backend, problem.message, exception);
    } else if (problem.definition.level === 'ERROR') {
      // A Problem of our own says in its cause what the caller must not see.
      this.logger.error({ err: exception, code: problem.code }, problem.message);
    }
    if (response.headersSent) response.destroy();
    else send(problem, request, response);
  }
}

function send(problem: Problem, request: Request, response: Response): void {
  const document = problemDocument(problem, { path: pathOf(request), traceId: request.origin.shownTraceId });
  const body = Buffer.from(JSON.stringify(document));
  const { definition } = problem;
  challenge(problem, request, response);
  if (definition.retryAfter !== undefined)
    response.setHeader('Retry-After', retryAfterOf(definition.retryAfter));
  response.statusCode = definition.status;
  response.setHeader('Content-Type', 'application/problem+json');
  response.setHeader('Content-Length', body.length);
  response.end(request.method === 'HEAD' ? undefined : body, () => {
    discardRest(request);
  });
}

const DAY_MS = 86_400_000;

function retryAfterOf(wait: number | 'tomorrow'): string {
  const seconds = wait === 'tomorrow' ? Math.ceil((DAY_MS - (Date.now() % DAY_MS)) / 1_000) : wait;
  return String(seconds);
}

function problemOf(exception: unknown, request: Request, response: Response): Problem {
  if (exception instanceof Problem) return exception;
  if (exception instanceof HttpException && exception.getStatus() === NOT_FOUND)
    return noRoute(request, response);
  // What else Nest and Express throw below 500 is about a request they could not take apart, such as "%" in a path.
  if (exception instanceof HttpException && exception.getStatus() < 500) {
    return new Problem('MALFORMED_REQUEST', `The request could not be read: ${exception.message}`);
  }
  return new Problem('INTERNAL', 'The request failed; the log has the reason under this trace id');
}

function noRoute(request: Request, response: Response): Problem {
  const path = pathOf(request);
  const methods = allowedMethods(request.app, path);
  if (methods.length === 0) return new Problem('ROUTE_NOT_FOUND', `There is no route ${path}; see /docs`);
  const allowed = methods.join(', ');
  response.setHeader('Allow', allowed);
  return new Problem('METHOD_NOT_ALLOWED', `${path} takes ${allowed}`);
}
