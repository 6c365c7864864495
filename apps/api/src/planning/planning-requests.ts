import type { Task } from '@somabrain/cognition';
import {
  type LinkType,
  type MemoryFilter,
  memoryKey,
  scopeId,
  storable,
  text,
  withDayBounds,
} from '@somabrain/memory';
import { z } from 'zod';
import { linkType } from '../links/link-fields';
import { placeFields } from '../links/link-requests';
import { scopeFields, scopeOf, zoneField } from '../memory/scope-fields';
import { namespaceOf } from '../memory/to-new-memory';

const [DEFAULT_STEPS, MAX_STEPS] = [5, 50];
const [DEFAULT_RESULTS, MAX_RESULTS] = [3, 50];

export interface PlanInput {
  readonly key: string;
  readonly steps: number;
  /** Null: the usual ones. */
  readonly relations: readonly LinkType[] | null;
  /** Which memories the plan may be made of. */
  readonly filter: MemoryFilter;
  /** Null where the body names none. */
  readonly namespace: string | null;
}

/** A task; the namespace is null where the body names none. */
export type ActInput = Omit<Task, 'namespace'> & { readonly namespace: string | null };

/** The body of `POST /plan/suggest`. */
export const PlanRequest = storable(
  z
    .strictObject({
      task_key: z
        .union([z.literal(''), memoryKey])
        .meta({ type: 'string', maxLength: 512 })
        .nullish()
        .meta({
          description: 'Key of the memory from which the plan starts.',
        }),
      max_steps: z.int().min(1).max(MAX_STEPS).nullish().meta({ description: 'Default: 5.' }),
      rel_types: z.array(linkType).max(16).nullish().meta({
        description:
          'Types of links to follow, the most important first. Default: depends_on, causes, part_of, motivates, related.',
      }),
      ...scopeFields,
      user_id: scopeFields.user_id.meta({
        description: 'The user to whom the key belongs; only memories of this user are steps.',
      }),
      agent_id: scopeFields.agent_id.meta({ description: 'The same of an agent.' }),
      time_zone: zoneField,
      ...placeFields,
    })
    .meta({ id: 'PlanRequest', description: 'The plan to make.' }),
  withDayBounds,
).transform((body, context): PlanInput => {
  if (!body.task_key) {
    context.addIssue({ code: 'custom', path: ['task_key'], message: 'is required: missing task_key' });
    return z.NEVER;
  }
  return {
    key: body.task_key,
    steps: body.max_steps ?? DEFAULT_STEPS,
    relations: body.rel_types?.length ? [...new Set(body.rel_types)] : null,
    filter: scopeOf(body, context),
    namespace: body.namespace ?? namespaceOf(body.universe),
  };
});

/** The body of `POST /act`. */
export const ActRequest = storable(
  z
    .strictObject({
      task: text(1, 10_000).meta({ description: 'The task in words.' }),
      top_k: z
        .int()
        .min(1)
        .max(MAX_RESULTS)
        .nullish()
        .meta({ description: 'Memories that it is compared with. Default: 3.' }),
      session_id: scopeId.nullish().meta({ description: 'The session of the task.' }),
      ...scopeFields,
      user_id: scopeFields.user_id.meta({
        description: 'Only memories of this user, whose the task is, should it be stored.',
      }),
      agent_id: scopeFields.agent_id.meta({ description: 'The same of an agent.' }),
      time_zone: zoneField,
      ...placeFields,
    })
    .meta({ id: 'ActRequest', description: 'A task.' }),
  withDayBounds,
).transform((body, context): ActInput => ({
  task: body.task,
  filter: scopeOf(body, context),
  limit: body.top_k ?? DEFAULT_RESULTS,
  sessionId: body.session_id ?? null,
  userId: body.user_id ?? null,
  agentId: body.agent_id ?? null,
  namespace: body.namespace ?? namespaceOf(body.universe),
}));
