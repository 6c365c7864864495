import { AuditEventSchema } from '@somabrain/audit';
import type { EventMessage, Topic } from '@somabrain/events';
import { sessionMark } from '@somabrain/kernel';
import { z } from 'zod';
import { type LoopMessage, objectOf, PoisonMessage, tenantOf } from './message';

/** The actor of the loop's own writes. They are no activity, because the loop would predict itself. */
export const LOOP_ACTOR = 'cognition';

/** Something that an agent did with memories. */
export const Activity = z.object({
  /** Id of the audit record that says so. */
  event: z.string(),
  /** Such as `memory.recalled`. */
  action: z.string(),
  actor: z.string(),
  /** Milliseconds since the Unix epoch. */
  at: z.number(),
  /** The memories it was about, at most a few. */
  memories: z.array(z.string()),
  /** A link that it made. */
  link: z.object({ source: z.string(), target: z.string(), weight: z.number() }).nullable(),
});
export type Activity = z.infer<typeof Activity>;

const ACTIONS: ReadonlySet<string> = new Set([
  'memory.remembered',
  'memory.updated',
  'memory.deduplicated',
  'memory.recalled',
  'memory.read',
  'memory.linked',
  'memory.deleted',
  'memory.forgotten',
]);
/** Of what was found, what counts as met. */
const MOST_MET = 5;

/** The record in a published audit event, and the activity in it; null where it is none of an agent. @throws PoisonMessage */
export function readActivity(topic: Topic, message: EventMessage): LoopMessage | null {
  const { data: event, error } = AuditEventSchema.safeParse(objectOf(message.value));
  if (error) throw new PoisonMessage('it is no audit event');
  const record = event.data;
  if (!ACTIONS.has(record.action) || record.actor === LOOP_ACTOR || record.outcome !== 'success') return null;
  const { session, ids, target_id: target, weight } = record.data;
  const { id } = record.resource;
  const memories = Array.isArray(ids) ? ids.filter(isText).slice(0, MOST_MET) : isText(id) ? [id] : [];
  const activity: Activity = {
    event: record.id,
    action: record.action,
    actor: record.actor,
    at: Date.parse(record.time),
    memories,
    link:
      record.action === 'memory.linked' && isText(id) && isText(target)
        ? { source: id, target, weight: typeof weight === 'number' ? weight : 1 }
        : null,
  };
  return {
    topic,
    tenant: tenantOf(record.tenant),
    stream: isText(session) ? session : sessionMark(`actor\n${record.actor}`),
    id: record.id,
    origin: { producer: `audit/${record.stream}`, number: record.seq },
    value: activity,
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
