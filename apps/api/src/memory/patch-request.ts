import { type MemoryPatch, memoryType, namespaceName, storable, tags } from '@somabrain/memory';
import { z } from 'zod';
import { PATCH_EXAMPLES } from './change-examples';
import { rememberFields } from './remember-fields';

const {
  content,
  key,
  user_id,
  agent_id,
  session_id,
  position,
  speaker,
  importance,
  occurred_at,
  ttl_seconds,
} = rememberFields.shape;
const clearable = <Value extends z.ZodType>(field: z.ZodOptional<z.ZodNullable<Value>>) =>
  field.unwrap().optional();

/** The body of `PATCH /memories/{id}`. */
export const PatchRequest = storable(
  z
    .strictObject({
      content: content.unwrap().unwrap().optional(),
      metadata: z.looseObject({}).optional().meta({
        description: 'Members to set; null removes a member (RFC 7396).',
      }),
      namespace: namespaceName.optional().meta({ description: 'Moves the memory.' }),
      key: clearable(key),
      user_id: clearable(user_id),
      agent_id: clearable(agent_id),
      session_id: clearable(session_id),
      position: clearable(position),
      speaker: clearable(speaker),
      tags: tags.optional().meta({ description: 'Replaces the tags.' }),
      memory_type: memoryType.optional(),
      importance: importance.unwrap().unwrap().optional(),
      occurred_at: clearable(occurred_at),
      ttl_seconds: clearable(ttl_seconds).meta({
        description:
          'Seconds from now until the memory expires; null: never. To let it expire sooner than before needs memory:delete.',
      }),
    })
    .refine((body) => Object.keys(body).length > 0, { error: 'must name at least one field to change' })
    .meta({
      id: 'MemoryPatch',
      description: 'The fields to change. Absent fields stay; null clears those that can be empty.',
      minProperties: 1,
      examples: [PATCH_EXAMPLES.text.value],
    }),
).transform(
  ({
    user_id: userId,
    agent_id: agentId,
    session_id: sessionId,
    memory_type: type,
    occurred_at: occurredAt,
    ttl_seconds: ttlSeconds,
    ...same
  }): MemoryPatch => {
    const patch = { ...same, userId, agentId, sessionId, memoryType: type, occurredAt, ttlSeconds };
    const given = Object.entries(patch).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given);
  },
);
