import { hash } from 'node:crypto';
import {
  canonicalJson,
  type JsonObject,
  type JsonValue,
  newId,
  randomBytesOf,
  type TenantContext,
} from '@somabrain/kernel';
import { analyseText, type RankingAssets, ratedQuestion, serialiseAnalysed } from '@somabrain/retrieval';
import type { ConsolidationStep } from '../consolidation/consolidation';
import type { NewLink } from '../links/link';
import type { MemoryPatch, NewMemory } from '../memory';
import type { WriteOptions } from '../memory-service';
import type { RatingRequest } from '../ratings/rating';
import { encodeTarget } from '../links/link-target';
import type { OutgoingLink } from '../links/planned-link';
import { withinSight } from '../planning/out-of-sight';
import { stateOf } from '../planning/memory-state';
import type {
  ChangeOperation,
  SummaryOperation,
  Idempotency,
  JournalOperation,
  LinkOperation,
  RateOperation,
  RememberOperation,
  RemoveOperation,
  RestoreOperation,
  WriteOperation,
} from '../planning/write-operation';

const NONCE_BYTES = 16;

/**
 * Computes all that does not depend on what is stored, so that nothing slow is done while heads are locked.
 * @param analysed the analysed form of the content
 */
export function prepareRemember(
  analysed: Uint8Array,
  context: TenantContext,
  memory: NewMemory,
  idempotency: Idempotency | null,
): RememberOperation {
  return {
    kind: 'remember',
    ...accepted(context, idempotency),
    state: stateOf(withinSight(context.visibility, memory), analysed),
    links: (memory.links ?? []).map(outgoing),
    id: newId(),
    nonce: randomBytesOf(NONCE_BYTES),
  };
}

/** A memory that is to be accepted now and stored later. */
export function prepareJournal(
  context: TenantContext,
  memory: NewMemory,
  idempotency: Idempotency,
): JournalOperation {
  return {
    kind: 'journal',
    ...accepted(context, idempotency),
    idempotency,
    id: newId(),
    memory: withinSight(context.visibility, memory),
  };
}

/** A link whose ends have been resolved as far as they are coordinates. */
export function prepareLink(
  context: TenantContext,
  source: LinkOperation['source'],
  link: NewLink,
  idempotency: Idempotency | null,
): LinkOperation {
  return { kind: 'link', ...accepted(context, idempotency), source, link: outgoing(link) };
}

/** A rating, its question as ratings are kept for it. */
export function prepareRating(
  assets: RankingAssets,
  context: TenantContext,
  { query, memories }: RatingRequest,
  idempotency: Idempotency | null,
): RateOperation {
  const asked = query === null ? null : ratedQuestion(assets, query);
  const ratings = memories.map(({ id, useful }) => ({
    memoryId: id.toLowerCase(),
    question: asked?.question ?? '',
    vector: asked && Buffer.from(asked.vector),
    value: useful === null ? 0 : useful ? 1 : -1,
  }));
  return { kind: 'rate', ...accepted(context, idempotency), ratings };
}

export function prepareChange(
  assets: RankingAssets,
  context: TenantContext,
  change: { id: string; patch: MemoryPatch; ifVersions: readonly number[] | null },
  idempotency: Idempotency | null,
): ChangeOperation {
  const { content } = change.patch;
  const analysed = content === undefined ? null : analysedFormOf(assets, content);
  return { kind: 'change', ...accepted(context, idempotency), ...change, analysed };
}

/** @param fields the state of that version */
export function prepareRestore(
  assets: RankingAssets,
  context: TenantContext,
  restore: { id: string; version: number; fields: NewMemory },
  idempotency: Idempotency | null,
): RestoreOperation {
  const { id, version, fields } = restore;
  const state = stateOf(fields, analysedFormOf(assets, fields.content));
  return { kind: 'restore', ...accepted(context, idempotency), id, version, state };
}

/** A removal on request. */
export function prepareRemoval(
  context: TenantContext,
  kind: 'delete' | 'forget',
  id: string,
  idempotency: Idempotency | null = null,
): RemoveOperation {
  return { kind, ...accepted(context, idempotency), id };
}

/** A step of a run that consolidates. */
export function prepareConsolidation(
  assets: RankingAssets,
  context: TenantContext,
  run: string,
  step: ConsolidationStep,
): WriteOperation {
  const common = accepted(context, null);
  switch (step.kind) {
    case 'close':
      return {
        kind: 'close',
        ...common,
        id: step.id,
        version: step.version,
        closure: { ...step.closure, run },
      };
    case 'reopen':
      return { kind: 'reopen', ...common, id: step.id, run };
    case 'weigh':
      return { kind: 'weigh', ...common, run, links: step.links, undone: step.undone };
    case 'remove':
      return { kind: 'delete', ...common, id: step.id };
    case 'summarise': {
      const analysed = analysedFormOf(assets, step.memory.content);
      return { ...prepareRemember(analysed, context, step.memory, null), run };
    }
  }
}

/** A removal because the memory's time is over; it stays if it turns out to live on. */
export function prepareExpiry(traceId: string, id: string): RemoveOperation {
  return { kind: 'expire', operationId: newId(), actor: 'system', traceId, idempotency: null, id };
}

/** The record of an operation in many units. */
export function prepareSummary(
  context: TenantContext,
  action: SummaryOperation['action'],
  summary: JsonObject,
  idempotency: Idempotency | null,
): SummaryOperation {
  return { kind: 'summary', ...accepted(context, idempotency), action, summary };
}

/**
 * What recognises a repeat of this request, if it has an idempotency key.
 * @param route what the key is scoped to besides tenant and actor
 * @param request all that makes it another request
 */
export function idempotencyOf(
  context: TenantContext,
  route: string,
  { idempotencyKey }: WriteOptions,
  request: JsonValue,
): Idempotency | null {
  if (idempotencyKey === undefined) return null;
  return {
    digest: sha256(JSON.stringify([context.actor, route, idempotencyKey])),
    fingerprint: fingerprintOf(request),
  };
}

/** What two requests that say the same have in common. */
export function fingerprintOf(request: JsonValue): string {
  return sha256(canonicalJson(request));
}

/** A request as it would be sent, to be compared with its repeats. */
export function toJson(request: object): JsonValue {
  return JSON.parse(JSON.stringify(request)) as JsonValue;
}

/** The analysed form of a text as it is stored. */
export function analysedFormOf(assets: RankingAssets, content: string): Uint8Array {
  return serialiseAnalysed(analyseText(assets, content));
}

function outgoing({ type, target, weight }: NewLink): OutgoingLink {
  return { type, target: encodeTarget(target), weight };
}

function accepted(context: TenantContext, idempotency: Idempotency | null) {
  const { actor, traceId, decisionId, visibility, mayDelete } = context;
  return { operationId: newId(), actor, traceId, decisionId, visibility, mayDelete, idempotency };
}

function sha256(text: string): string {
  return hash('sha256', text, 'base64');
}
