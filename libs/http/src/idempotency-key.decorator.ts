import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Problem } from '@somabrain/kernel';
import type { Request } from 'express';
import type { RequestHeader } from './openapi/endpoint';

const HEADER = 'Idempotency-Key';
const OLDER_HEADER = 'X-Idempotency-Key';
const KEY = /^[!-~]{1,255}$/;

/** On an answer that repeats an earlier one. */
export const REPLAYED_HEADER = 'Idempotency-Replayed';

export const IDEMPOTENCY_HEADERS: readonly RequestHeader[] = [
  {
    name: HEADER,
    description:
      'Your name for this write: a repeat within 24 hours gets the first answer and changes nothing.',
    schema: { type: 'string', pattern: KEY.source },
  },
  {
    name: OLDER_HEADER,
    description: 'Older spelling of Idempotency-Key.',
    schema: { type: 'string', pattern: KEY.source },
    deprecated: true,
  },
];

/** What a request says of its write: the idempotency key, where it has one. @throws Problem VALIDATION_FAILED */
export const FromIdempotencyKey = createParamDecorator(
  (_: unknown, execution: ExecutionContext): { idempotencyKey?: string } => {
    const request = execution.switchToHttp().getRequest<Request>();
    for (const header of [HEADER, OLDER_HEADER]) {
      const sent = request.get(header);
      if (sent !== undefined) return { idempotencyKey: checked(sent, header) };
    }
    return {};
  },
);

function checked(sent: string, header: string): string {
  if (KEY.test(sent)) return sent;
  const message = 'must be 1 to 255 visible ASCII characters';
  throw new Problem('VALIDATION_FAILED', `${header}: ${message}`, { errors: [{ field: header, message }] });
}
