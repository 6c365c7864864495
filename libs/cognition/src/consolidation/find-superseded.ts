import type { Claim } from './claims/claim';
import { conflictOf } from './claims/conflict';
import { Names } from './claims/names';
import { readClaims } from './claims/read-claims';
import { inShare, type Share, WHOLE } from './share';
import { type SupersessionReason, type PlannedSupersession, type Statement, statedAt } from './statement';

/** An appointment this long before another of the same name may be another one. */
const SAME_APPOINTMENT_MS = 31 * 86_400_000;

/** The compact form of a memory while it is compared with others. */
interface Candidate {
  readonly id: string;
  readonly version: number;
  readonly at: number;
  /** Whether it is known when it was said. Times that are known and times of storing have no order. */
  readonly dated: boolean;
}

interface Told extends Candidate {
  readonly claim: Claim;
  /** Whether it can be closed for what it claims. */
  readonly closable: boolean;
}

/**
 * Finds superseded facts and near-duplicates. Takes memories in any order and keeps little of each. It closes only what is certain: where two
 * memories may both be true, both stay.
 */
export class SupersessionFinder {
  private readonly alike = new Map<string, Candidate[]>();
  private readonly told = new Map<string, Told[]>();
  private readonly names = new Names();

  constructor(private readonly share: Share = WHOLE) {}

  add(statement: Statement): void {
    if (statement.told) this.names.add(statement);
    if (statement.closed) return;
    const candidate = {
      id: statement.id,
      version: statement.version,
      at: statedAt(statement),
      dated: statement.occurredAt !== null,
    };
    const { likeness } = statement;
    if (likeness !== null && inShare(likeness, this.share)) into(this.alike, likeness, candidate);
    if (!statement.told) return;
    const { claims, whole } = readClaims(statement);
    for (const claim of claims) {
      const { firstName, key } = claim.subject;
      if (!inShare(firstName ?? key, this.share)) continue;
      const told = { ...candidate, claim, closable: whole && claim.happened !== true };
      into(this.told, `${key} ${claim.predicate}`, told);
      if (claim.slot) into(this.told, `${key} #${claim.slot.name}`, told);
    }
  }

  /** Each memory at most once, in the order of their ids. */
  closures(): PlannedSupersession[] {
    const found = new Map<string, PlannedSupersession>();
    for (const told of this.told.values()) {
      if (!told.some((other) => disagree(other.claim, told[0]!.claim))) continue;
      for (const earlier of told) {
        const closure = earlier.closable ? this.firstAgainst(earlier, told) : null;
        const other = found.get(earlier.id);
        if (closure && (!other || isSooner(closure, other))) found.set(earlier.id, closure);
      }
    }
    for (const alike of this.alike.values()) closeAlike(alike, found);
    return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** The first of the later claims that contradicts an earlier one. */
  private firstAgainst(earlier: Told, told: readonly Told[]): PlannedSupersession | null {
    if (this.names.isAmbiguous(earlier.claim.subject.firstName)) return null;
    let first: PlannedSupersession | null = null;
    for (const later of told) {
      if (later.id === earlier.id || !isAfter(later, earlier)) continue;
      const reason = conflictOf(earlier.claim, later.claim);
      if (!reason || (reason === 'rescheduled' && later.at - earlier.at > SAME_APPOINTMENT_MS)) continue;
      const closure = supersessionOf(earlier, reason, later);
      if (!first || isSooner(closure, first)) first = closure;
    }
    return first;
  }
}

/** Of memories that say the same, the one said last stays. */
function closeAlike(alike: readonly Candidate[], found: Map<string, PlannedSupersession>): void {
  const open = alike.filter(({ id }) => !found.has(id));
  const [first, ...others] = open;
  if (!first) return;
  const kept = others.reduce((last, next) => (comesBefore(last, next) ? next : last), first);
  for (const twice of open) {
    if (twice !== kept) found.set(twice.id, supersessionOf(twice, 'near_duplicate', kept));
  }
}

function supersessionOf(
  { id, version }: Candidate,
  reason: SupersessionReason,
  by: Candidate,
): PlannedSupersession {
  return { id, version, reason, supersededBy: by.id, validUntil: by.at };
}

/** Where all say the same there is nothing to compare. */
function disagree(one: Claim, other: Claim): boolean {
  return one.holds !== other.holds || one.slot?.value !== other.slot?.value;
}

function isSooner(one: PlannedSupersession, other: PlannedSupersession): boolean {
  if (one.validUntil !== other.validUntil) return one.validUntil < other.validUntil;
  if (one.supersededBy !== other.supersededBy) return one.supersededBy < other.supersededBy;
  return one.reason < other.reason;
}

function isAfter(later: Candidate, earlier: Candidate): boolean {
  return later.dated === earlier.dated && later.at > earlier.at;
}

function comesBefore(one: Candidate, other: Candidate): boolean {
  return one.at !== other.at ? one.at < other.at : one.id < other.id;
}

function into<T>(groups: Map<string, T[]>, name: string, item: T): void {
  const group = groups.get(name);
  if (group) group.push(item);
  else groups.set(name, [item]);
}
