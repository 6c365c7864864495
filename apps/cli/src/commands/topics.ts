import type { Configuration } from '@somabrain/config';
import { KafkaTopics, plannedTopics, type TopicState } from '@somabrain/events';
import { createLogger, ServiceError } from '@somabrain/kernel';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';

/** What a topic is after the command; `missing` only with `--dry-run`. */
type Outcome = 'ok' | 'created' | 'missing' | 'differs' | 'unsafe';

export interface TopicsOptions {
  /** Only say what would be created. */
  readonly dryRun: boolean;
  /** Whether topics that are less than advised are a failure. */
  readonly strict: boolean;
}

const WORDS: Readonly<Record<Outcome, string>> = {
  ok: 'OK     ',
  created: 'CREATED',
  missing: 'MISSING',
  differs: 'DIFFERS',
  unsafe: 'UNSAFE ',
};

/**
 * Creates the topics that are missing and says of the others what is less than advised, and what to do about it. What exists is never
 * changed, and what somebody else made is good enough, unless records would be lost there.
 */
export async function topics(
  { kafka }: Configuration,
  { dryRun, strict }: TopicsOptions,
  output: Output,
): Promise<ExitCode> {
  if (!kafka) throw new ServiceError('There are no brokers. Set SOMABRAIN_KAFKA_URL, as the service has it.');
  const plans = plannedTopics(kafka.topics);
  const states = await KafkaTopics.open(kafka, createLogger('FATAL'), async (brokers) => {
    const found = await brokers.compare(plans);
    if (!dryRun) await brokers.create(plans.filter((_, index) => found[index]?.exists === false));
    return found;
  });
  const outcomes = states.map((state) => ({ ...state, outcome: outcomeOf(state, dryRun) }));
  for (const { name, outcome, differences, fixes } of outcomes) {
    output.line(`${WORDS[outcome]} ${name}${differences.length > 0 ? `: ${differences.join('; ')}` : ''}`);
    for (const fix of fixes) output.line(`        fix: ${fix}`);
  }
  const accepted: readonly Outcome[] = strict ? ['ok', 'created'] : ['ok', 'created', 'differs'];
  const ok = outcomes.every(({ outcome }) => accepted.includes(outcome));
  const less = outcomes.filter(({ outcome }) => outcome === 'differs').length;
  if (ok && less > 0)
    output.line(
      `${less} topics are less than advised, and are used as they are; with --strict that is a failure.`,
    );
  output.document({
    ok,
    topics: outcomes.map(({ name, outcome, differences, fixes }) => ({ name, outcome, differences, fixes })),
  });
  return ok ? EXIT.done : EXIT.failed;
}

function outcomeOf({ exists, differences, losesRecords }: TopicState, dryRun: boolean): Outcome {
  if (!exists) return dryRun ? 'missing' : 'created';
  if (losesRecords) return 'unsafe';
  return differences.length > 0 ? 'differs' : 'ok';
}
