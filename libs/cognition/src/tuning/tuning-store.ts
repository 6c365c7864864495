import { Injectable } from '@nestjs/common';
import { type AuditEvent, ChainWriter, type EventAction } from '@somabrain/audit';
import { Database, type TenantTransaction } from '@somabrain/database';
import { Problem, type TenantContext, type TenantId } from '@somabrain/kernel';
import { isNeutral, profileOf } from '../adaptation/profile-of';
import { keyReused } from '@somabrain/memory';
import type { FeedbackEvent, TenantTuning, RecordedState } from './tenant-tuning';
import * as rows from './tuning-rows';

/** States of the adaptation that are kept. */
const MOST_STATES = 1_000;
const FEEDBACK_DAYS = 90;

/** A change of a tenant's tuning. */
export interface TuningChange {
  readonly tuning: Omit<TenantTuning, 'version'>;
  /** Why the adaptation changed; null where it did not. */
  readonly reason: string | null;
  /** Whether the earlier states are dropped. */
  readonly dropHistory?: boolean;
  readonly feedback?: FeedbackEvent;
  readonly event: AuditEvent<EventAction>;
}

/** What a repeated request is recognised by. */
export interface TuningRequest {
  /** Of actor and idempotency key. */
  readonly digest: Buffer;
  /** Of the request. */
  readonly fingerprint: Buffer;
}

/** The tuning after a change. */
export interface ChangedTuning {
  readonly tuning: TenantTuning;
  /** Whether an earlier request with the same idempotency key made it. */
  readonly replayed: boolean;
}

/**
 * Stores the tuning of tenants in Postgres. One transaction stores a change, its place in the history, its audit record and the ranking
 * constants that follow from it. So the next recall of any process ranks by it.
 */
@Injectable()
export class TuningStore {
  constructor(
    private readonly database: Database,
    private readonly chain: ChainWriter,
  ) {}

  /** @throws Problem DATABASE_UNAVAILABLE */
  async read(tenant: TenantId): Promise<TenantTuning & { readonly states: number }> {
    return this.database.readTenant({ tenant }, async (transaction) => {
      const [row] = await transaction.query<rows.TuningRow>(rows.READ, [tenant]);
      const [count] = await transaction.query<{ count: number }>(rows.COUNT_STATES, [tenant]);
      return { ...rows.tuningOf(row), states: count?.count ?? 0 };
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
    throw new Problem('VERSION_NOT_FOUND', `There is no version ${version} of the adaptation`);
  }

  /** Changes a tenant's tuning. @param change is called with the tuning under lock @throws Problem IDEMPOTENCY_KEY_REUSED, DATABASE_UNAVAILABLE */
  async change(
    { tenant, actor }: TenantContext,
    request: TuningRequest | null,
    change: (tuning: TenantTuning) => TuningChange,
  ): Promise<ChangedTuning> {
    const { changed, announce } = await this.database.writeTenant(tenant, async (transaction) => {
      const before = await lock(transaction, tenant);
      if (request && (await isKnown(transaction, tenant, request))) {
        return { changed: { tuning: before, replayed: true }, announce: () => undefined };
      }
      const made = change(before);
      const tuning = { ...made.tuning, version: before.version + (made.reason === null ? 0 : 1) };
      await store(transaction, tenant, tuning);
      if (made.reason !== null)
        await record(transaction, tenant, tuning, { ...made, reason: made.reason, actor });
      if (made.feedback) {
        await keep(transaction, tenant, made.feedback, request, made.reason === null ? null : tuning.version);
      }
      const entry = { tenant, stream: 'events', event: made.event } as const;
      return {
        changed: { tuning, replayed: false },
        announce: await this.chain.appendIn(transaction, [entry]),
      };
    });
    announce();
    return changed;
  }
}

async function lock(transaction: TenantTransaction, tenant: TenantId): Promise<TenantTuning> {
  const blank = rows.tuningOf(undefined);
  await transaction.query(rows.CREATE, [tenant, blank.adaptation, blank.neuromodulators, blank.traits]);
  const [row] = await transaction.query<rows.TuningRow>(rows.LOCK, [tenant]);
  return rows.tuningOf(row);
}

/** @throws Problem IDEMPOTENCY_KEY_REUSED */
async function isKnown(
  transaction: TenantTransaction,
  tenant: TenantId,
  { digest, fingerprint }: TuningRequest,
): Promise<boolean> {
  const [row] = await transaction.query<{ fingerprint: Buffer }>(rows.FIND_FEEDBACK, [tenant, digest]);
  if (row && !row.fingerprint.equals(fingerprint)) throw keyReused();
  return row !== undefined;
}

async function store(transaction: TenantTransaction, tenant: TenantId, tuning: TenantTuning): Promise<void> {
  const { version, adaptation, neuromodulators, traits, feedbacks } = tuning;
  await transaction.query(rows.WRITE, [tenant, version, adaptation, neuromodulators, traits, feedbacks]);
  const profile = profileOf(adaptation, neuromodulators);
  await transaction.query(rows.RANK_BY, [tenant, isNeutral(profile) ? null : profile]);
}

async function record(
  transaction: TenantTransaction,
  tenant: TenantId,
  { version, adaptation }: TenantTuning,
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
  request: TuningRequest | null,
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
