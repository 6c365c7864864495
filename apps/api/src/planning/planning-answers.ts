import type { Acted, Reached } from '@somabrain/cognition';
import { LINK_TYPES } from '@somabrain/memory';
import { z } from 'zod';

/** The answer to `POST /plan/suggest`. */
export const PlanAnswer = z
  .object({
    plan: z.array(z.string()).meta({ description: 'Keys of the steps, or ids where they have none.' }),
    steps: z.array(
      z.object({
        key: z.string().nullable(),
        id: z.string().nullable().meta({ description: 'Null while no memory has the key.' }),
        namespace: z.string(),
        type: z.enum(LINK_TYPES).meta({ description: 'Of the link that leads to it.' }),
        depth: z.int(),
        cost: z.number().meta({
          description: 'Depth + place of the type among the relations + 1/weight: the cheapest come first.',
        }),
      }),
    ),
    namespace: z.string(),
    trace_id: z.string(),
  })
  .meta({ id: 'Plan' });

const share = z.number().min(0).max(1);

/** The answer to `POST /act`. */
export const ActAnswer = z
  .object({
    task: z.string(),
    results: z.array(
      z.object({
        step: z.string(),
        novelty: share.meta({ description: 'How much it differs from what is remembered, 0 to 1.' }),
        pred_error: share.meta({ description: 'How little of it recalled memories cover, 0 to 1.' }),
        salience: share,
        stored: z.boolean().meta({ description: 'Whether it was remembered.' }),
        wm_hits: z.int().meta({ description: 'Working-memory entries that match the query.' }),
        memory_hits: z.int(),
        policy: z.object({
          store: z.boolean(),
          act: z.boolean(),
          store_from: z.number().meta({ description: 'The salience from which on it is stored.' }),
          act_from: z.number().meta({ description: 'The salience from which on acting is recommended.' }),
        }),
      }),
    ),
    plan: z.array(z.string()).meta({ description: 'Steps that the best matching memory leads to.' }),
    plan_universe: z.string().nullable(),
    namespace: z.string(),
    trace_id: z.string(),
    degraded: z.array(z.enum(['working_memory'])),
  })
  .meta({ id: 'Act' });

export type PlanAnswer = z.infer<typeof PlanAnswer>;
export type ActAnswer = z.infer<typeof ActAnswer>;

/** The names of steps: their keys, or ids. */
export function stepNames(steps: readonly Reached[]): string[] {
  return steps.map(({ node }) => node.key ?? node.id ?? '');
}

export function toStep({ node, via, hops, cost }: Reached): PlanAnswer['steps'][number] {
  const { key, id, namespace } = node;
  return { key, id, namespace, type: via.type, depth: hops, cost };
}

export function toActResult(
  step: string,
  { novelty, error, salience, stored, policy, recalled }: Acted,
): ActAnswer['results'][number] {
  const { store, act, storeFrom, actFrom } = policy;
  return {
    step,
    novelty,
    pred_error: error,
    salience,
    stored,
    wm_hits: recalled.inMind.length,
    memory_hits: recalled.results.length,
    policy: { store, act, store_from: storeFrom, act_from: actFrom },
  };
}
