import type { CloudEvent, EventMessage } from '@somabrain/events';
import { type ChainEnd, GENESIS, isSealed } from '../audit-chain';
import { type AuditEventData, recordOf } from '../audit-envelope';
import type { AuditRecord } from '../audit-record';
import type { ChainFault } from '../verification/chain-fault';
import { walkChain } from '../verification/chain-walk';
import { AuditEventSchema } from './audit-messages';
import { HashList } from './hash-list';

/** What was found of one chain in what was published. */
export interface PublishedChain {
  readonly tenant: string;
  readonly stream: string;
  /** Records that are as they were sealed, without repeats. */
  readonly records: number;
  /** Number of the first of them; more than 1 only where `retained`. */
  readonly first: number;
  /** Number and hash of the last. */
  readonly last: number;
  readonly hash: string;
  readonly repeats: number;
  readonly fault: ChainFault | null;
}

export interface PublishedChainsOptions {
  /** Of these chains only; others are passed over. */
  readonly wanted: (tenant: string, stream: string) => boolean;
  /** The oldest record that there is counts as the beginning of its chain: what is before is no longer kept. */
  readonly retained: boolean;
}

interface Chain {
  readonly tenant: string;
  readonly stream: string;
  readonly first: number;
  readonly hashes: HashList;
  end: ChainEnd;
  repeats: number;
  fault: ChainFault | null;
}

/**
 * Follows the chains of tenants through published events, by nothing but what an event says. Events come in the order of their topic;
 * repeats are dropped as every consumer does, provided they are the same record.
 */
export class PublishedChains {
  private readonly chains = new Map<string, Chain>();
  private strange = 0;

  constructor(private readonly options: PublishedChainsOptions) {}

  /** Messages that are no audit event at all. */
  get foreign(): number {
    return this.strange;
  }

  get found(): PublishedChain[] {
    return [...this.chains.values()]
      .map(({ tenant, stream, first, hashes, end, repeats, fault }) => ({
        tenant,
        stream,
        records: hashes.length,
        first,
        last: end.seq,
        hash: end.hash.toString('hex'),
        repeats,
        fault,
      }))
      .sort((a, b) => (a.tenant + a.stream < b.tenant + b.stream ? -1 : 1));
  }

  take(message: EventMessage): void {
    const event = auditEventOf(message.value);
    if (!event) {
      this.strange += 1;
      return;
    }
    const record = recordOf(event);
    if (!this.options.wanted(record.tenant, record.stream)) return;
    const chain = this.chainOf(record);
    if (chain.fault) chain.fault = withLater(chain.fault, record);
    else if (record.seq > chain.end.seq) follow(chain, record);
    else repeat(chain, record);
  }

  private chainOf(record: AuditRecord): Chain {
    const { tenant, stream, seq, prev_hash } = record;
    const key = `${tenant} ${stream}`;
    let chain = this.chains.get(key);
    if (!chain) {
      const begin = this.options.retained ? { seq: seq - 1, hash: Buffer.from(prev_hash, 'hex') } : GENESIS;
      chain = {
        tenant,
        stream,
        first: begin.seq + 1,
        hashes: new HashList(),
        end: begin,
        repeats: 0,
        fault: null,
      };
      this.chains.set(key, chain);
    }
    return chain;
  }
}

/** The event of a message, if it is one. What it says beyond the schema is kept: the seal covers it. */
function auditEventOf(value: string): CloudEvent<AuditEventData> | null {
  try {
    const parsed: unknown = JSON.parse(value);
    return AuditEventSchema.safeParse(parsed).success ? (parsed as CloudEvent<AuditEventData>) : null;
  } catch {
    return null;
  }
}

function follow(chain: Chain, record: AuditRecord): void {
  const row = { place: record.seq, record, hash: record.hash };
  const { end, irregularity } = walkChain(chain, chain.end, [row]);
  if (!irregularity) {
    chain.end = end;
    chain.hashes.push(end.hash);
    return;
  }
  const missing = chain.end.seq + 1;
  switch (irregularity.what) {
    case 'gap':
      chain.fault = faultAt(chain, 'missing', missing, null, `Record ${record.seq} comes in its place`);
      break;
    case 'other past':
      chain.fault = faultAt(chain, 'changed', missing, record, 'It does not follow the record before');
      break;
    case 'broken seal':
    case 'second row':
    case 'sealed elsewhere':
      chain.fault = faultAt(chain, 'changed', missing, record, NOT_SEALED);
  }
}

const NOT_SEALED = 'The hash is not the seal of what the record says';

function repeat(chain: Chain, record: AuditRecord): void {
  const known = chain.hashes.at(record.seq - chain.first);
  if (known === undefined) {
    chain.fault = faultAt(chain, 'reordered', record.seq, record, `It comes after record ${chain.first}`);
  } else if (known !== record.hash) {
    chain.fault = faultAt(chain, 'doubled', record.seq, record, 'Two records have this number');
  } else if (!isSealed(record)) {
    chain.fault = faultAt(chain, 'changed', record.seq, record, NOT_SEALED);
  } else {
    chain.repeats += 1;
  }
}

/** What was missing may come after all: then it was moved, not lost. */
function withLater(fault: ChainFault, record: AuditRecord): ChainFault {
  if (fault.kind !== 'missing' || record.seq !== fault.seq || !isSealed(record)) return fault;
  return { ...fault, kind: 'reordered', recordId: record.id, detail: 'It comes after later records' };
}

function faultAt(
  { stream }: Chain,
  kind: ChainFault['kind'],
  seq: number,
  record: AuditRecord | null,
  detail: string,
): ChainFault {
  return { kind, stream, seq, recordId: record?.id ?? null, detail };
}
