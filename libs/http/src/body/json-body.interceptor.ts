import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem, TooMuchJson } from '@somabrain/kernel';
import type { Request, Response } from 'express';
import { finalize, type Observable } from 'rxjs';
import { DEPRECATED_SINCE } from '../deprecated-headers';
import type { BodiesInFlight, BodyHold } from './bodies-in-flight';
import { withContent } from './content-bodies';
import { JSON_BODY, type JsonBodySettings } from './json-body.decorator';
import { boundProblem, type JsonIntake, WholeJson } from './json-text';
import { ListedJson } from './listed-json';
import { readBody } from './read-body';

const JSON_TYPE = /^application\/(?:[\w!#$%&'*+.^`|~-]+\+)?json[\t ]*(?:;|$)/i;
const CHARSET = /;[\t ]*charset[\t ]*=[\t ]*"?([^\s;"]+)/i;
const UTF_8 = /^utf-?8$/i;

/**
 * Reads the body of a route that says with `@JsonBody` that it has one into `request.body`: behind the guards, so that nothing of it is
 * read for somebody who may not call the route, and before everything that looks at it.
 */
export class JsonBodyInterceptor implements NestInterceptor {
  private readonly reflector = new Reflector();

  /** @param contentCharacters that the text of a memory may have; undefined: no route takes any */
  constructor(
    private readonly bodies: BodiesInFlight,
    private readonly contentCharacters?: number,
  ) {}

  intercept(
    execution: ExecutionContext,
    next: CallHandler,
  ): Observable<unknown> | Promise<Observable<unknown>> {
    const settings = this.reflector.get<JsonBodySettings | undefined>(JSON_BODY, execution.getHandler());
    if (!settings) return next.handle();
    const http = execution.switchToHttp();
    const request = http.getRequest<Request>();
    requireJson(request, settings.optional);
    if (!hasBody(request)) {
      request.body = {};
      return next.handle();
    }
    const bounded = withContent(settings, this.contentCharacters);
    return this.handle(request, http.getResponse<Response>(), bounded, next);
  }

  /** @throws Problem MALFORMED_JSON, MALFORMED_REQUEST, PAYLOAD_TOO_LARGE, VALIDATION_FAILED, UNSUPPORTED_MEDIA_TYPE, OVERLOADED */
  private async handle(
    request: Request,
    response: Response,
    settings: JsonBodySettings,
    next: CallHandler,
  ): Promise<Observable<unknown>> {
    const { caller } = request;
    const hold = this.bodies.hold(caller ? `${caller.tenant} ${caller.actor}` : null);
    try {
      const body = await read(request, settings, hold);
      request.body = body;
      markOlderFields(body, settings, response);
    } catch (error) {
      hold.release();
      throw error instanceof TooMuchJson ? boundProblem(error) : error;
    }
    return next.handle().pipe(
      finalize(() => {
        hold.release();
      }),
    );
  }
}

async function read(request: Request, settings: JsonBodySettings, hold: BodyHold): Promise<unknown> {
  const { limitBytes, carriesContent, bounds, isListed, optional } = settings;
  const intake: JsonIntake = isListed ? new ListedJson(bounds) : new WholeJson(bounds);
  const limit = { bytes: limitBytes, carriesContent };
  await readBody(request, limit, (piece) => {
    intake.take(piece);
    hold.grow(intake.weight);
  });
  if (intake.weight > 0) return intake.value();
  if (optional) return {};
  throw emptyBody();
}

/** @throws Problem UNSUPPORTED_MEDIA_TYPE, MALFORMED_JSON */
function requireJson(request: Request, optional: boolean): void {
  const type = request.headers['content-type'];
  // A browser names the type of what a page of another place has it send, also where it sends nothing.
  if (type === undefined ? hasBody(request) : !JSON_TYPE.test(type)) {
    throw new Problem(
      'UNSUPPORTED_MEDIA_TYPE',
      'Send the body with the header "Content-Type: application/json"',
    );
  }
  const charset = CHARSET.exec(type ?? '')?.[1] ?? 'utf-8';
  if (!UTF_8.test(charset)) {
    throw new Problem(
      'UNSUPPORTED_MEDIA_TYPE',
      `The body is declared as ${charset.slice(0, 40)}; send it as UTF-8`,
    );
  }
  if (!optional && !hasBody(request)) throw emptyBody();
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function emptyBody(): Problem {
  return new Problem('MALFORMED_JSON', 'The body is empty; send a JSON object');
}

/** Tells a caller who sent an older spelling of a field that it is one. */
function markOlderFields(body: unknown, { olderFields }: JsonBodySettings, response: Response): void {
  if (typeof body !== 'object' || body === null) return;
  if (olderFields().some((name) => Object.hasOwn(body, name)))
    response.setHeader('Deprecation', DEPRECATED_SINCE);
}
