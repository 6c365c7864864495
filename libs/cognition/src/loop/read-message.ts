import { type EventMessage, type Topic, TOPICS } from '@somabrain/events';
import { readActivity } from './activity';
import { type LoopMessage, readEventMessage } from './message';

/** A message as workers take it; null: it is nothing to the loop. @throws PoisonMessage */
export function readMessage(topic: Topic, raw: EventMessage): LoopMessage | null {
  return topic === TOPICS.auditOperations ? readActivity(topic, raw) : readEventMessage(topic, raw);
}
