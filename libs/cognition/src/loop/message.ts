import { createHash } from 'node:crypto';
import type { EventMessage, Topic } from '@somabrain/events';
import { type JsonObject, parseTenantId, type TenantId } from '@somabrain/kernel';

/** A message of the loop: its stream and its record. */
export interface LoopMessage {
  readonly topic: Topic;
  readonly tenant: TenantId;
  /** What belongs together within a tenant: mark of a session, or of an actor outside of any. Empty: it is about the whole tenant. */
  readonly stream: string;
  readonly id: string;
  /** The producer, and the number of the message among those of the producer for the stream, by which repetitions are recognised. Null: from outside. */
  readonly origin: { readonly producer: string; readonly number: number } | null;
  readonly value: JsonObject;
}

/** A message that no attempt will make sense of. */
export class PoisonMessage extends Error {
  override readonly name = 'PoisonMessage';

  /** @param reason a sentence without content */
  constructor(
    reason: string,
    readonly poison?: LoopMessage,
  ) {
    super(reason);
  }
}

/** The message as it travels: the fields of the original as plain JSON, what is ours in the headers. */
export function asEventMessage({
  tenant,
  stream,
  id,
  origin,
  value,
}: Omit<LoopMessage, 'topic'>): EventMessage {
  return {
    key: tenant,
    value: JSON.stringify(value),
    headers: {
      'content-type': 'application/json',
      id,
      tenant,
      stream,
      ...(origin && { producer: origin.producer, number: String(origin.number) }),
    },
  };
}

/** The message that travelled; one of others than us needs nothing but its tenant as key. @throws PoisonMessage */
export function readEventMessage(topic: Topic, { key, value, headers }: EventMessage): LoopMessage {
  const { tenant = key, stream = '', producer } = headers;
  const number = Number(headers.number);
  return {
    topic,
    tenant: tenantOf(tenant),
    stream,
    id: headers.id ?? digestOf(value),
    origin: producer !== undefined && Number.isSafeInteger(number) ? { producer, number } : null,
    value: objectOf(value),
  };
}

/** The name of a message without an id. */
function digestOf(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 32);
}

/** @throws PoisonMessage */
export function objectOf(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PoisonMessage('it is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new PoisonMessage('it is no JSON object');
  return value as JsonObject;
}

/** @throws PoisonMessage */
export function tenantOf(text: string): TenantId {
  try {
    return parseTenantId(text, 'the key');
  } catch {
    throw new PoisonMessage('its key is no tenant');
  }
}
