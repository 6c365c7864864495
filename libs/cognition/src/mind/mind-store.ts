import { Injectable } from '@nestjs/common';
import { type AuditEvent, ChainWriter, type EventAction } from '@somabrain/audit';
import { Database, type TenantTransaction } from '@somabrain/database';
import { Problem, type TenantContext, type TenantId } from '@somabrain/kernel';
import { isNeutral, profileOf } from '../adaptation/profile-of';
import { keyReused } from '@somabrain/memory';
import type { FeedbackEvent, Mind, RecordedState } from './mind';
import * as rows from './mind-rows';

/** States of the adaptation that are kept. */
const MOST_STATES = 1_000;
const FEEDBACK_DAYS = 90;

/** What becomes of a mind. */
export interface MindChange {
  readonly mind: Omit<Mind, 'version'>;
  /** Why the adaptation changed; null where it did not. */
  readonly reason: string | null;
  /** Whether the earlier states are dropped. */
  readonly dropHistory?: boolean;
  readonly feedback?: FeedbackEvent;
  readonly event: AuditEvent<EventAction>;
}

/** What makes a request known when it comes again. */
export interface MindRequest {
  /** Of actor and idempotency key. */
  readonly digest: Buffer;
  /** Of what it says. */
  readonly fingerprint: Buffer;
}

/** The mind that a change made. */
export interface ChangedMind {
  readonly mind: Mind;
  /** Whether an earlier request with the same idempotency key made it. */
  readonly replayed: boolean;
}

/**
 * Minds in Postgres. A change, its place in the history, its audit record and what it makes of the ranking are stored in one transaction, so
 * the very next recall of any process ranks by it.
 */
@Injectable()
export class MindStore {
  constructor(
    private readonly database: Database,
    private readonly chain: ChainWriter,
  ) {}

  /** @throws Problem DATABASE_UNAVAILABLE */
  async read(tenant: TenantId): Promise<Mind & { readonly states: number }> {
    return this.database.readTenant({ tenant }, async (transaction) => {
      const [row] = await transaction.query<rows.MindRow>(rows.READ, [tenant]);
      const [count] = await transaction.query<{ count: number }>(rows.COUNT_STATES, [tenant]);
      return { ...rows.mindOf(row), states: count?.count ?? 0 };
    });
  }

  /** Earlier and present states, the newest first. @param before version that they are below; @throws Problem DATABASE_UNAVAILABLE */
  async history(tenant: TenantId, before: number, limit: number): Promise<RecordedState[]> {
    return this.database.readTenant({ tenant }, async (transaction) => {
      const found = await transaction.query<rows.HistoryRow>(rows.READ_STATES, [tenant, before, limit]);
      return found.map(rows.recordedOf);
    });
  }

  /** @throws Problem VERSION_NOT_FOUND, DATABASE_UNAVAILABLE */
  async stateAt(tenant: TenantId, version: number): Promise<RecordedState> {
    const [row] = await this.database.readTenant({ tenant }, (transaction) =>
      transaction.query<rows.HistoryRow>(rows.READ_STATE, [tenant, version]),
    );
    if (row) return rows.recordedOf(row);
    throw new Problem('VERSION_NOT_FOUND', `There is no version ${version} of what the tenant has learnt`);
  }

  /** Changes a mind as `change` says of what it is by then. @throws Problem IDEMPOTENCY_KEY_REUSED, DATABASE_UNAVAILABLE */
  async change(
    { tenant, actor }: TenantContext,
    request: MindRequest | null,
    change: (mind: Mind) => MindChange,
  ): Promise<ChangedMind> {
    const { changed, announce } = await this.database.writeTenant(tenant, async (transaction) => {
      const before = await lock(transaction, tenant);
      if (request && (await isKnown(transaction, tenant, request))) {
        return { changed: { mind: before, replayed: true }, announce: () => undefined };
      }
      const made = change(before);
      const mind = { ...made.mind, version: before.version + (made.reason === null ? 0 : 1) };
      await store(transaction, tenant, mind);
      if (made.reason !== null)
        await record(transaction, tenant, mind, { ...made, reason: made.reason, actor });
      if (made.feedback) {
        await keep(transaction, tenant, made.feedback, request, made.reason === null ? null : mind.version);
      }
      const entry = { tenant, stream: 'events', event: made.event } as const;
      return {
        changed: { mind, replayed: false },
        announce: await this.chain.appendIn(transaction, [entry]),
      };
    });
    announce();
    return changed;
  }
}

async function lock(transaction: TenantTransaction, tenant: TenantId): Promise<Mind> {
  const blank = rows.mindOf(undefined);
  await transaction.query(rows.CREATE, [tenant, blank.adaptation, blank.neuromodulators, blank.traits]);
  const [row] = await transaction.query<rows.MindRow>(rows.LOCK, [tenant]);
  return rows.mindOf(row);
}

/** @throws Problem IDEMPOTENCY_KEY_REUSED */
async function isKnown(
  transaction: TenantTransaction,
  tenant: TenantId,
  { digest, fingerprint }: MindRequest,
): Promise<boolean> {
  const [row] = await transaction.query<{ fingerprint: Buffer }>(rows.FIND_FEEDBACK, [tenant, digest]);
  if (row && !row.fingerprint.equals(fingerprint)) throw keyReused();
  return row !== undefined;
}

async function store(transaction: TenantTransaction, tenant: TenantId, mind: Mind): Promise<void> {
  const { version, adaptation, neuromodulators, traits, feedbacks } = mind;
  await transaction.query(rows.WRITE, [tenant, version, adaptation, neuromodulators, traits, feedbacks]);
  const profile = profileOf(adaptation, neuromodulators);
  await transaction.query(rows.RANK_BY, [tenant, isNeutral(profile) ? null : profile]);
}

async function record(
  transaction: TenantTransaction,
  tenant: TenantId,
  { version, adaptation }: Mind,
  { reason, actor, dropHistory }: { reason: string; actor: string; dropHistory?: boolean },
): Promise<void> {
  const oldest = dropHistory ? version - 1 : version - MOST_STATES;
  await transaction.query(rows.FORGET_STATES, [tenant, oldest]);
  await transaction.query(rows.RECORD, [tenant, version, adaptation, reason, actor]);
}

async function keep(
  transaction: TenantTransaction,
  tenant: TenantId,
  { id, sessionId, utility, reward, tokens, model, memories }: FeedbackEvent,
  request: MindRequest | null,
  version: number | null,
): Promise<void> {
  const values = [
    tenant,
    id,
    request?.digest,
    request?.fingerprint,
    sessionId,
    utility,
    reward,
    tokens,
    model,
    memories,
    version,
  ];
  await transaction.query(rows.KEEP_FEEDBACK, values);
  await transaction.query(rows.FORGET_FEEDBACK, [tenant, FEEDBACK_DAYS]);
}
