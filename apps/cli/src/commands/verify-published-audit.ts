import {
  type AuditStream,
  AUDIT_STREAMS,
  type PublishedChain,
  PublishedChains,
  TOPIC_OF_STREAM,
} from '@somabrain/audit';
import type { Configuration } from '@somabrain/config';
import { TopicReader } from '@somabrain/events';
import { createLogger, ServiceError, type TenantId } from '@somabrain/kernel';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';

export interface VerifyPublishedOptions {
  /** Null: every tenant. */
  readonly tenant: TenantId | null;
  /** Null: all three. */
  readonly stream: AuditStream | null;
  /** Whether chains may begin with the oldest record that the topics still keep. */
  readonly retained: boolean;
}

/** Recomputes audit chains from what was published, without the database, and names what was done to them. */
export async function verifyPublishedAudit(
  { kafka }: Configuration,
  { tenant, stream, retained }: VerifyPublishedOptions,
  output: Output,
): Promise<ExitCode> {
  if (!kafka) throw new ServiceError('There are no brokers. Set SOMABRAIN_KAFKA_URL, as the service has it.');
  const streams = stream ? [stream] : AUDIT_STREAMS;
  const reader = new TopicReader(kafka, createLogger('FATAL'));
  const chains = new PublishedChains({
    retained,
    wanted: (whose, which) => (tenant === null || whose === tenant) && streams.some((each) => each === which),
  });
  for (const topic of new Set(streams.map((each) => TOPIC_OF_STREAM[each]))) {
    const progress = output.progress(topic, 'messages');
    await reader.read(
      topic,
      (message) => {
        chains.take(message);
      },
      (messages, total) => {
        progress.update(messages, total);
      },
    );
    progress.stop();
  }
  return report(chains, output);
}

function report({ found, foreign }: PublishedChains, output: Output): ExitCode {
  for (const chain of found) output.line(lineOf(chain));
  if (foreign > 0) output.notice(`${foreign} messages are no audit events and were passed over.`);
  const broken = found.filter(({ fault }) => fault);
  const records = found.reduce((sum, chain) => sum + chain.records, 0);
  output.line(
    broken.length === 0
      ? `OK: ${found.length} chains with ${records} records are as they were sealed.`
      : `BROKEN: ${broken.length} of ${found.length} chains.`,
  );
  output.document({ ok: broken.length === 0, foreign, chains: found });
  return broken.length === 0 ? EXIT.done : EXIT.chainBroken;
}

function lineOf({ tenant, stream, first, last, records, repeats, fault }: PublishedChain): string {
  if (fault) {
    const record = fault.recordId === null ? '' : ` (${fault.recordId})`;
    return `BROKEN ${tenant} ${stream}: record ${fault.seq}${record} ${fault.kind}. ${fault.detail}.`;
  }
  const again = repeats > 0 ? `, ${repeats} of them more than once` : '';
  return `OK ${tenant} ${stream}: ${records} records, ${first} to ${last}${again}`;
}
