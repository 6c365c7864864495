import type { Configuration } from '@somabrain/config';
import { KafkaTopics, plannedTopics, type TopicState } from '@somabrain/events';
import { createLogger, ServiceError } from '@somabrain/kernel';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';

/** What a topic is after the command; `missing` only with `--dry-run`. */
type Outcome = 'ok' | 'created' | 'missing' | 'differs';

const WORDS: Readonly<Record<Outcome, string>> = {
  ok: 'OK     ',
  created: 'CREATED',
  missing: 'MISSING',
  differs: 'DIFFERS',
};

/**
 * Creates the topics that are missing and says of the others what is not as it should be. What exists is never changed.
 * @param dryRun only says what it would create
 */
export async function topics(
  { kafka }: Configuration,
  { dryRun }: { readonly dryRun: boolean },
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
  for (const { name, outcome, differences } of outcomes) {
    output.line(`${WORDS[outcome]} ${name}${differences.length > 0 ? `: ${differences.join('; ')}` : ''}`);
  }
  const ok = outcomes.every(({ outcome }) => outcome === 'ok' || outcome === 'created');
  output.document({
    ok,
    topics: outcomes.map(({ name, outcome, differences }) => ({ name, outcome, differences })),
  });
  return ok ? EXIT.done : EXIT.failed;
}

function outcomeOf({ exists, differences }: TopicState, dryRun: boolean): Outcome {
  if (!exists) return dryRun ? 'missing' : 'created';
  return differences.length > 0 ? 'differs' : 'ok';
}
