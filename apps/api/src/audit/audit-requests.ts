import {
  ACCESS_ACTIONS,
  AUDIT_STREAMS,
  type AuditStream,
  EVENT_ACTIONS,
  OPERATION_ACTIONS,
  type TrailQuery,
} from '@somabrain/audit';
import { z } from 'zod';
import { scopeId, storable, time } from '@somabrain/memory';
import { pageParameters, single, toPage } from '../memory/list-request';

const stream = z.enum(AUDIT_STREAMS, { error: `must be one of ${AUDIT_STREAMS.join(', ')}` });
const action = z.enum([...OPERATION_ACTIONS, ...ACCESS_ACTIONS, ...EVENT_ACTIONS], {
  error: 'must be an action that is audited, such as memory.remembered',
});

/** The query parameters of `GET /audit/events`. */
export const AuditEventsParameters = storable(
  z.strictObject({
    ...pageParameters,
    stream: single.pipe(stream).optional(),
    action: single.pipe(action).optional(),
    actor: single.pipe(scopeId).optional(),
    resource_id: single.pipe(scopeId).optional(),
    since: time.optional(),
    until: time.optional(),
  }),
).transform((given): TrailQuery => {
  const { limit, cursor } = toPage(given);
  return {
    limit,
    ...(cursor !== null && { cursor }),
    ...(given.stream && { stream: given.stream }),
    ...(given.action && { action: given.action }),
    ...(given.actor !== undefined && { actor: given.actor }),
    ...(given.resource_id !== undefined && { resourceId: given.resource_id }),
    ...(given.since !== undefined && { since: given.since }),
    ...(given.until !== undefined && { until: given.until }),
  };
});

/** The body of `POST /audit/verify`. */
export const VerifyRequest = z
  .strictObject({ stream: stream.nullish().meta({ description: 'Only this chain. Default: all three.' }) })
  .meta({ id: 'VerifyRequest', description: 'Which chains to verify.' })
  .transform((body): VerifyInput => ({ streams: body.stream ? [body.stream] : AUDIT_STREAMS }));

/** The streams whose chains to verify. */
export interface VerifyInput {
  readonly streams: readonly AuditStream[];
}
