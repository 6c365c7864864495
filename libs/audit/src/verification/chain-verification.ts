import type { Database } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import { type ChainEnd, GENESIS } from '../audit-chain';
import type { AuditStream } from '../audit-record';
import { type ChainFault, headDiffers, headSetBack, nameFault } from './chain-fault';
import { walkChain } from './chain-walk';
import { StoredChain } from './stored-chain';

/** What a verification found. */
export interface ChainReport {
  /** Records that are as they were sealed, from the first one on. */
  readonly records: number;
  readonly fault: ChainFault | null;
}

/** Told after each page: how many records are checked, and how many there were when the verification began. */
export type VerificationProgress = (records: number, total: number) => void;

/**
 * Recomputes a tenant's whole chain from the stored records and compares its end with the head, so that records cut off at the end are
 * missed too. The head is read first: what is sealed meanwhile lies behind it and is checked as well. Whoever cuts records off and sets
 * the head back to fit leaves a shorter chain that is whole; what was published tells that.
 */
export async function verifyChain(
  database: Database,
  tenant: TenantId,
  stream: AuditStream,
  onProgress: VerificationProgress = () => undefined,
): Promise<ChainReport> {
  const chain = new StoredChain(database, tenant, stream);
  const head = await chain.head();
  let end: ChainEnd = GENESIS;
  for await (const rows of chain.pagesAfter(0)) {
    const walked = walkChain(chain, end, rows);
    end = walked.end;
    onProgress(end.seq, Math.max(head.seq, end.seq));
    const last = rows.find((row) => row.place === head.seq);
    if (walked.irregularity) {
      const fault = await nameFault(chain, walked.irregularity, chain.lookup(head));
      return { records: end.seq, fault };
    }
    if (last && last.hash !== head.hash.toString('hex'))
      return { records: end.seq, fault: headDiffers(chain, last) };
  }
  return { records: end.seq, fault: await faultAtEnd(chain, head, end) };
}

async function faultAtEnd(chain: StoredChain, head: ChainEnd, end: ChainEnd): Promise<ChainFault | null> {
  if (end.seq < head.seq) {
    return nameFault(chain, { what: 'gap', place: end.seq + 1 }, chain.lookup(head));
  }
  if (end.seq === head.seq) return null;
  // Records were sealed while this ran, and the head moved with them; or it did not.
  const now = await chain.head();
  return now.seq < end.seq ? headSetBack(chain, now, end) : null;
}
