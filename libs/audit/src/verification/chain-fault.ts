import type { ChainEnd } from '../audit-chain';
import { belongsTo, type ChainName, type Irregularity, type StoredRecord } from './chain-walk';

/** What was done to a chain, and where. */
export interface ChainFault {
  readonly kind: 'changed' | 'missing' | 'doubled' | 'reordered';
  readonly stream: string;
  /** The place where the chain stops being what was sealed. */
  readonly seq: number;
  /** The record that stands there, or that belongs there; null when it is nowhere. */
  readonly recordId: string | null;
  /** One sentence for the person who reads it. */
  readonly detail: string;
}

/** The rest of the chain, to tell a lost record from one that stands elsewhere. */
export interface ChainLookup {
  at(place: number): Promise<StoredRecord | null>;
  /** The first record behind `place` that was sealed as `seq`. */
  findSealedAs(seq: number, place: number): Promise<StoredRecord | null>;
  /** Where the chain ends by what its head says. */
  readonly head: ChainEnd;
}

type Verdict = Omit<ChainFault, 'stream'>;

/** Tells what was done where the chain is irregular. All before that place is whole. */
export async function nameFault(
  name: ChainName,
  irregularity: Irregularity,
  lookup: ChainLookup,
): Promise<ChainFault> {
  return { stream: name.stream, ...(await verdictOn(name, irregularity, lookup)) };
}

function verdictOn(
  name: ChainName,
  irregularity: Irregularity,
  lookup: ChainLookup,
): Verdict | Promise<Verdict> {
  switch (irregularity.what) {
    case 'gap':
      return absent(irregularity.place, null, lookup);
    case 'second row':
      return doubled(irregularity.row, irregularity.row.place);
    case 'broken seal':
      return changed(irregularity.row, whyNotSealed(name, irregularity.row));
    case 'sealed elsewhere':
      return misplaced(irregularity.row, lookup);
    case 'other past':
      return resealed(name, irregularity.row, lookup);
  }
}

/** The record of a place is not there. */
async function absent(place: number, instead: StoredRecord | null, lookup: ChainLookup): Promise<Verdict> {
  const found = await lookup.findSealedAs(place, place);
  if (found) {
    return {
      kind: 'reordered',
      seq: place,
      recordId: idOf(instead ?? found),
      detail: `Record ${place} stands at place ${found.place}`,
    };
  }
  const detail = instead ? `Record ${instead.record.seq} stands in its place` : 'No row has this number';
  return { kind: 'missing', seq: place, recordId: null, detail };
}

async function misplaced(row: StoredRecord, lookup: ChainLookup): Promise<Verdict> {
  const { seq } = row.record;
  if (seq > row.place) return absent(row.place, row, lookup);
  const own = await lookup.at(seq);
  return own?.record.hash === row.record.hash
    ? doubled(row, seq)
    : changed(row, `It was sealed as record ${seq}, where another stands`);
}

function doubled(row: StoredRecord, original: number): Verdict {
  return {
    kind: 'doubled',
    seq: row.place,
    recordId: idOf(row),
    detail:
      original === row.place ? 'Two rows have this number' : `Record ${original} stands here a second time`,
  };
}

function changed(row: StoredRecord, detail: string): Verdict {
  return { kind: 'changed', seq: row.place, recordId: idOf(row), detail };
}

/** What stands there may be any JSON by now. */
function idOf({ record }: StoredRecord): string | null {
  const id: unknown = record.id;
  return typeof id === 'string' ? id : null;
}

function whyNotSealed(name: ChainName, { record, hash }: StoredRecord): string {
  if (record.hash !== hash) return 'The stored hash is not the one in the record';
  if (record.tenant !== name.tenant || record.stream !== name.stream)
    return 'It was sealed for another chain';
  return 'The hash is not the seal of what the record says';
}

/**
 * Two neighbours are each sealed, but the second not on the first: one was changed and sealed anew. What follows tells which: if it was
 * sealed on the second, the first is the one.
 */
async function resealed(name: ChainName, row: StoredRecord, lookup: ChainLookup): Promise<Verdict> {
  const next = await lookup.at(row.place + 1);
  const atEnd = lookup.head.seq === row.place;
  const believed = atEnd
    ? lookup.head.hash.toString('hex') === row.hash
    : next !== null && belongsTo(name, next) && next.record.prev_hash === row.hash;
  const before = believed ? await lookup.at(row.place - 1) : null;
  return before
    ? changed(before, 'It was sealed anew: the next record was sealed on another hash')
    : changed(row, 'It was sealed anew: it does not follow the record before');
}

/** The head names another hash than the record it points at has. */
export function headDiffers(name: ChainName, row: StoredRecord): ChainFault {
  const detail = 'The head of the chain names another hash for it: one of the two was changed';
  return { stream: name.stream, ...changed(row, detail) };
}

/** The head points before the end of the chain. */
export function headSetBack(name: ChainName, head: ChainEnd, end: ChainEnd): ChainFault {
  return {
    kind: 'changed',
    stream: name.stream,
    seq: head.seq,
    recordId: null,
    detail: `The head of the chain was set back to ${head.seq}; the records go on to ${end.seq}`,
  };
}
