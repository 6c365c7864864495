import { z } from 'zod';
import { DOMAINS } from '../integration/integrate';

const time = z.iso.datetime();
const figure = z.number().meta({ description: 'Finite.' });
const texts = z.record(z.string(), z.string());

/** How well one domain was predicted, and what it expects next. */
export const BeliefUpdate = z.object({
  domain: z.enum(DOMAINS),
  ts: time,
  delta_error: figure.meta({ description: '0: as predicted, to 1.' }),
  confidence: figure,
  evidence: texts.meta({
    description: 'tenant, session (a mark), event, action, memories (ids with commas between them).',
  }),
  posterior: texts.meta({ description: 'The expected next items, with their probabilities.' }),
  model_ver: z.string(),
  latency_ms: z.int().meta({ description: 'Time since it happened.' }),
});

/** Where a domain thinks things go. */
export const NextEvent = z.object({
  frame_id: z.string(),
  predicted_state: z.string(),
  confidence: figure,
  ts: time,
});

/** Which domain is trusted, and by how much. */
export const GlobalFrame = z.object({
  ts: time,
  leader: z.enum(DOMAINS),
  weights: z.record(z.enum(DOMAINS), figure),
  frame: texts.meta({
    description:
      'tenant, leader_domain, overridden_leader (if a policy chose another leader), leader_confidence, leader_delta_error, the errors, and the evidence.',
  }),
  rationale: z.string(),
});

/** The end of an episode. */
export const SegmentBoundary = z.object({
  tenant: z.string(),
  domain: z.enum(DOMAINS),
  boundary_ts: time,
  dwell_ms: z.int(),
  evidence: z.enum(['leader_change', 'max_dwell', 'max_size', 'cpd', 'hmm']),
  session: z.string().meta({ description: 'Mark of the session.' }),
  started_ts: time,
  memories: z.array(z.uuid()).meta({ description: 'The memories remembered in it, in order.' }),
});

/** The reward of an outcome. */
export const RewardEvent = z.object({
  frame_id: z.string().min(1),
  r_task: z.number(),
  r_user: z.number(),
  r_latency: z.number(),
  r_safety: z.number(),
  r_cost: z.number(),
  total: z.number(),
  ts: time,
});

/** How a tenant is to learn and explore from now on. */
export const ConfigUpdate = z.object({
  learning_rate: z.number().min(0).max(1),
  exploration_temp: z.number().min(0.01).max(10),
  ts: time,
});

/** A rating of an answer by a person. */
export const TeachFeedback = z.object({
  feedback_id: z.string().default(''),
  capsule_id: z.string().default(''),
  frame_id: z.string().min(1),
  ts: z.string().default(''),
  rating: z.int().meta({ description: '1 to 5.' }),
  comment: z.string().default(''),
});

/** A closed episode: ids and figures, no content. */
export const EpisodeSnapshot = z.object({
  tenant: z.string(),
  key: z.string(),
  episodes: z.array(z.object({ id: z.uuid(), namespace: z.string(), memories: z.int() })),
  domain: z.enum(DOMAINS),
  boundary_ts: time,
  dwell_ms: z.int(),
  evidence: z.string(),
});

/** Every record of the loop, by its name. */
export const LOOP_RECORDS = {
  BeliefUpdate,
  NextEvent,
  GlobalFrame,
  SegmentBoundary,
  RewardEvent,
  ConfigUpdate,
  TeachFeedback,
  EpisodeSnapshot,
} as const;

export type BeliefUpdate = z.infer<typeof BeliefUpdate>;
export type NextEvent = z.infer<typeof NextEvent>;
export type GlobalFrame = z.infer<typeof GlobalFrame>;
export type SegmentBoundary = z.infer<typeof SegmentBoundary>;
export type RewardEvent = z.infer<typeof RewardEvent>;
export type ConfigUpdate = z.infer<typeof ConfigUpdate>;
export type EpisodeSnapshot = z.infer<typeof EpisodeSnapshot>;
