import { z } from 'zod';
import { ACCESS_ACTIONS, type AuditAction, EVENT_ACTIONS, OPERATION_ACTIONS } from '../audit-actions';
import { AUDIT_STREAMS, type AuditStream } from '../audit-record';

/** What the records of one action say beyond what all say. */
export interface ActionDetails {
  /** When there is such a record. */
  readonly summary: string;
  readonly resource: z.ZodObject;
  readonly data: z.ZodObject;
}

const count = z.int();
const version = z.int().meta({ description: 'The version of the memory after the action.' });
const memory = z.object({ type: z.literal('memory'), id: z.uuid(), namespace: z.string() });
const tenant = z.object({ type: z.literal('tenant'), id: z.string() });
const service = z.object({ type: z.literal('service'), id: z.string() });
const namespaceOrTenant = z.object({
  type: z.enum(['namespace', 'tenant']),
  id: z.string().optional().meta({ description: 'The namespace; absent for the whole tenant.' }),
});
const text = {
  bytes: count.meta({ description: 'Size of the text in UTF-8.' }),
  content_digest: z.string().meta({
    description: 'HMAC-SHA-256 of the text. Its key is stored with the memory and removed with it.',
  }),
};
const links = count.optional().meta({ description: 'Links of the memory.' });
const session = z.string().optional().meta({ description: 'First half of the SHA-256 of the session id.' });
const ids = z.array(z.uuid());
const aggregated = {
  count: count.meta({ description: 'Occurrences since the previous record of this kind.' }),
};
const verified = z
  .object({
    records: count.meta({ description: 'Records that are as they were sealed, counted from the first.' }),
    fault: z.object({ kind: z.string(), seq: count }).nullable(),
  })
  .optional();

const weights = z
  .object({
    alpha: z.number(),
    beta: z.number(),
    gamma: z.number(),
    tau: z.number(),
    lambda: z.number(),
    mu: z.number(),
    nu: z.number(),
  })
  .meta({ description: 'Of the tenant.' });
const levels = z.object({
  dopamine: z.number(),
  serotonin: z.number(),
  noradrenaline: z.number(),
  acetylcholine: z.number(),
  traits: count.meta({ description: 'Number of traits.' }),
});

const run = z.uuid().meta({ description: 'The consolidation run.' });
const consolidated = z.record(z.string(), count).meta({ description: 'Number of each kind.' });
const state = z.object({ version, links, session, ...text });
const removal = z.object({
  version,
  derived_from: z
    .uuid()
    .optional()
    .meta({ description: 'The source with which a derived memory was removed.' }),
});
const lifecycle = z.object({
  instance: z.uuid().meta({ description: 'The same in the start and the stop of a process.' }),
  version: z.string(),
});

/** Every action there is. A test holds it against what is published. */
export const ACTION_DETAILS: Readonly<Record<AuditAction, ActionDetails>> = {
  'memory.accepted': {
    summary: 'A memory was queued in the journal. Another record follows when it is stored.',
    resource: memory,
    data: z.object({ bytes: count.meta({ description: 'Size of the text in UTF-8.' }) }),
  },
  'memory.remembered': { summary: 'A memory was stored.', resource: memory, data: state },
  'memory.updated': { summary: 'A memory has a new version.', resource: memory, data: state },
  'memory.deleted': { summary: 'A memory and its versions were removed.', resource: memory, data: removal },
  'memory.expired': {
    summary: 'An expired memory was removed, with its versions.',
    resource: memory,
    data: removal,
  },
  'memory.restored': {
    summary: 'A memory was restored to an earlier version.',
    resource: memory,
    data: state.omit({ links: true, session: true }).extend({ restored_version: count }),
  },
  'memory.forgotten': {
    summary: 'A memory was removed by a forget, with its versions.',
    resource: memory,
    data: removal,
  },
  'memory.imported': {
    summary: 'A memory was imported.',
    resource: memory,
    data: state.omit({ links: true, session: true }),
  },
  'memory.linked': {
    summary: 'A memory was linked to others, or to keys without a memory yet.',
    resource: memory,
    data: state.partial({ bytes: true, content_digest: true }).extend({
      type: z.string().optional().meta({ description: 'Type of the link, if the link was created alone.' }),
      weight: z.number().optional(),
      target_id: z.uuid().optional(),
    }),
  },
  'memory.closed': {
    summary: 'A memory was superseded. It stays stored and is no longer recalled.',
    resource: memory,
    data: state.omit({ links: true }).extend({
      reason: z.string().meta({ description: 'The rule that closed it.' }),
      superseded_by: z.uuid().nullable().meta({ description: 'The memory that replaces it.' }),
      valid_until: z.iso.datetime(),
      run,
    }),
  },
  'memory.reopened': {
    summary: 'A memory that a run had closed was opened again.',
    resource: memory,
    data: state.omit({ links: true }).extend({ run }),
  },
  'links.weighed': {
    summary: 'Weights of links faded, or were restored.',
    resource: tenant,
    data: z.object({ links: count, removed: count, run, undone: z.boolean() }),
  },
  'memories.rated': {
    summary: 'Memories were rated for a question.',
    resource: tenant,
    data: z.object({ rated: count, useful: ids, useless: ids, taken_back: ids }),
  },
  'memories.forgotten': {
    summary: 'A forget ended; the counts of what it removed.',
    resource: tenant,
    data: z.object({
      matched: count,
      derived: count.meta({ description: 'Memories removed because they were derived from forgotten ones.' }),
      stores: z.record(z.string(), count).meta({ description: 'Rows removed, by table.' }),
      digest: z.string().meta({ description: 'SHA-256 over the ids in their order.' }),
    }),
  },
  'memories.imported': {
    summary: 'The end of an import.',
    resource: tenant,
    data: z.object({
      imported: count,
      updated: count,
      unchanged: count,
      failed: count,
      versions: count,
      links: count,
      lines: count,
    }),
  },
  'memory.recalled': {
    summary: 'Memories were recalled.',
    resource: namespaceOrTenant,
    data: z.object({
      ids: ids.meta({ description: 'The results.' }),
      session,
      query_bytes: count,
      as_of: z.iso.datetime().optional().meta({ description: 'The time that the question is about.' }),
      total_candidates: count,
    }),
  },
  'memory.read': { summary: 'A memory was read.', resource: memory, data: z.object({ version }) },
  'memories.listed': {
    summary: 'Memories were listed.',
    resource: namespaceOrTenant,
    data: z.object({ ids }),
  },
  'scopes.listed': {
    summary: 'Namespaces, users, agents, sessions or tags were listed.',
    resource: namespaceOrTenant,
    data: z.object({ kind: z.string(), scopes: count }),
  },
  'memory.history_read': {
    summary: 'The versions of a memory were read.',
    resource: memory.omit({ namespace: true }),
    data: z.object({ versions: z.array(count) }),
  },
  'memories.exported': {
    summary: 'Memories were exported.',
    resource: namespaceOrTenant,
    data: z.object({ memories: count, versions: count, links: count }),
  },
  'links.read': {
    summary: 'Links were read.',
    resource: namespaceOrTenant,
    data: z.object({ links: count }),
  },
  'memory.deduplicated': {
    summary: 'A memory was deduplicated.',
    resource: memory,
    data: z.object({ version }),
  },
  'audit.read': { summary: 'Audit records were read.', resource: tenant, data: z.object({ records: count }) },
  'service.started': { summary: 'A process started.', resource: service, data: lifecycle },
  'service.stopped': { summary: 'A process stopped.', resource: service, data: lifecycle },
  'audit.verified': {
    summary: 'The chains of a tenant were verified.',
    resource: tenant,
    data: z.object({ operations: verified, access: verified, events: verified }),
  },
  'auth.failed': {
    summary: 'Credentials were refused: one record for each minute and reason.',
    resource: service,
    data: z.object({ reason: z.string(), ...aggregated }),
  },
  'policy.denied': {
    summary: 'The policy denied a request.',
    resource: z.object({ type: z.string(), id: z.string().optional() }),
    data: z.object({ action: z.string(), path: z.string(), reasons: z.array(z.string()), ...aggregated }),
  },
  'quota.exceeded': {
    summary: 'The daily quota refused writes: one record for each minute.',
    resource: tenant,
    data: z.object({ quota: z.string(), ...aggregated }),
  },
  'context.feedback': {
    summary: 'Feedback on an answer was given.',
    resource: tenant,
    data: z.object({
      utility: z.number().nullable(),
      reward: z.number().nullable(),
      memories: count.meta({ description: 'Memories rated with it.' }),
      applied: z.boolean().meta({ description: 'Whether it changed the weights of the tenant.' }),
      before: weights,
      after: weights,
    }),
  },
  'context.configured': {
    summary: 'Rewards changed the learning rate and the exploration temperature of a tenant.',
    resource: tenant,
    data: z.object({ learning_rate: z.number(), exploration: z.number() }),
  },
  'context.adaptation_reset': {
    summary: 'The weights of a tenant were reset, to the initial ones or an earlier version.',
    resource: tenant,
    data: z.object({
      before: count.meta({ description: 'The version before.' }),
      to: count.nullable().meta({ description: 'The version returned to; null: the initial state.' }),
      drop_history: z.boolean(),
    }),
  },
  'neuromodulators.set': { summary: 'Neuromodulators were set.', resource: tenant, data: levels },
  'personality.set': {
    summary: 'The personality of a tenant was set, and the levels that follow from it.',
    resource: tenant,
    data: levels,
  },
  'sleep.run': {
    summary: 'The memories of a tenant were consolidated.',
    resource: tenant,
    data: z.object({ run, status: z.string(), counts: consolidated }),
  },
  'sleep.undone': {
    summary: 'A consolidation run was undone.',
    resource: tenant,
    data: z.object({ run, restored: count }),
  },
  'tenant.configured': {
    summary: 'The limits of a tenant were changed; null is the default of the service.',
    resource: tenant,
    data: z.object({
      rate_rps: z.number().nullable(),
      rate_burst: count.nullable(),
      write_daily_limit: count.nullable(),
    }),
  },
};

const ACTIONS: Readonly<Record<AuditStream, readonly AuditAction[]>> = {
  operations: OPERATION_ACTIONS,
  access: ACCESS_ACTIONS,
  events: EVENT_ACTIONS,
};

/** The actions of a stream. */
export function actionsOf(stream: AuditStream): readonly AuditAction[] {
  return ACTIONS[stream];
}

/** The stream that records of an action are in. */
export function streamOf(action: AuditAction): AuditStream {
  const stream = AUDIT_STREAMS.find((each) => ACTIONS[each].includes(action));
  if (!stream) throw new Error(`The action ${action} belongs to no stream`);
  return stream;
}
