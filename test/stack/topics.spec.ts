import { KafkaTopics, plannedTopics, type TopicPlan } from '@somabrain/events';
import { newId } from '@somabrain/kernel';
import { Kafka, logLevel } from 'kafkajs';
import { somabrain } from '../cli/cli-process';
import { quietLogger } from '../support/test-database';
import { backendUrl } from './backends';
import { kafkaOfRun } from './kafka';

const OPTIONS = {
  replicationFactor: 1,
  operationsPartitions: 2,
  cognitionPartitions: 3,
  auditRetentionDays: null,
};

/** The plan of the product under names that nobody has used. */
function freshPlans(): TopicPlan[] {
  const run = newId();
  return plannedTopics(OPTIONS)
    .slice(0, 4)
    .map((plan) => ({ ...plan, name: `${plan.name}.${run}` }));
}

const onTopics = <T>(work: (topics: KafkaTopics) => Promise<T>): Promise<T> =>
  KafkaTopics.open(kafkaOfRun(), quietLogger(), work);

describe('topics of Kafka', () => {
  it('are created as planned, once', async () => {
    const plans = freshPlans();
    await onTopics(async (topics) => {
      expect((await topics.compare(plans)).map(({ exists }) => exists)).toEqual(plans.map(() => false));
      await topics.create(plans);
      expect(await topics.compare(plans)).toEqual(
        plans.map(({ name }) => ({ name, exists: true, differences: [], fixes: [], losesRecords: false })),
      );
      await expect(topics.create(plans)).resolves.toBeUndefined();
    });
  });

  it('are told apart from what is planned', async () => {
    const plans = freshPlans();
    await onTopics(async (topics) => {
      await topics.create(
        plans.map((plan) => ({ ...plan, partitions: 1, settings: { 'cleanup.policy': 'compact' } })),
      );
      const [operations] = await topics.compare(plans);
      expect(operations?.differences).toEqual([
        'it has 1 partitions, not 2',
        'cleanup.policy is compact, not delete',
        expect.stringMatching(/^retention.ms is \d+, not -1$/),
      ]);
    });
  });

  it('are not created where there are fewer brokers than copies', async () => {
    const plans = freshPlans().map((plan) => ({ ...plan, replicationFactor: 100 }));
    await onTopics(async (topics) => {
      await expect(topics.create(plans)).rejects.toThrow(/100 brokers, and there are \d+/);
      expect((await topics.compare(plans)).map(({ exists }) => exists)).toEqual(plans.map(() => false));
    });
  });
});

describe('somabrain topics', () => {
  const run = (...args: string[]) =>
    somabrain(['topics', ...args], { SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS') });

  it('makes all there should be, then finds nothing to do', async () => {
    expect(await run()).toMatchObject({ code: 0, err: '' });
    const again = await run();
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out.trimEnd().split('\n')).toEqual(
      plannedTopics(kafkaOfRun().topics).map(({ name }) => `OK      ${name}`),
    );
    expect(await run('--dry-run', '--json')).toMatchObject({ code: 0, err: '' });
  });

  it.each([
    [[], 0],
    [['--strict'], 1],
  ])('says what is less than it was configured and what to do, and leaves it (%p)', async (args, code) => {
    const ran = await somabrain(['topics', '--json', ...args], {
      SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS'),
      SOMABRAIN_KAFKA_OPERATIONS_PARTITIONS: '99',
    });
    expect(ran).toMatchObject({ code, err: '' });
    const { ok, topics } = JSON.parse(ran.out) as { ok: boolean; topics: { outcome: string }[] };
    expect(ok).toBe(code === 0);
    expect(topics.filter(({ outcome }) => outcome !== 'ok')).toEqual([
      {
        name: 'audit.operations',
        outcome: 'differs',
        differences: [expect.stringMatching(/^it has \d+ partitions, not 99$/)],
        fixes: [expect.stringMatching(/^keep them: more would break the order/)],
      },
    ]);
  });

  it('gives the topics of the loop as many partitions as was said, and takes more than that', async () => {
    const run = newId();
    const plans = (cognitionPartitions: number) =>
      plannedTopics({ ...OPTIONS, cognitionPartitions })
        .filter(({ name }) => name === 'cog.segments')
        .map((plan) => ({ ...plan, name: `${plan.name}.${run}` }));
    await onTopics(async (topics) => {
      await topics.create(plans(12));
      for (const less of [12, 3]) expect((await topics.compare(plans(less)))[0]?.differences).toEqual([]);
      expect(await topics.compare(plans(24))).toMatchObject([
        {
          differences: ['it has 12 partitions, not 24'],
          fixes: [
            expect.stringMatching(/^kafka-topics.sh .* --alter --topic cog.segments\S+ --partitions 24$/),
          ],
        },
      ]);
    });
  });

  it('says that no broker answers', async () => {
    const ran = await somabrain(['topics'], { SOMABRAIN_KAFKA_URL: '127.0.0.1:9' });
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('127.0.0.1:9');
  });

  it('says that there is none', async () => {
    const ran = await somabrain(['topics'], {});
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('Set SOMABRAIN_KAFKA_URL');
  });
});

describe('somabrain offsets', () => {
  const run = (...args: string[]) =>
    somabrain(['offsets', ...args], { SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS') });

  it('shows where the topics end, and how far a group has read', async () => {
    await somabrain(['topics'], { SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS') });
    const group = `offsets-${newId()}`;
    const client = new Kafka({ brokers: [...kafkaOfRun().brokers], logLevel: logLevel.NOTHING });
    const admin = client.admin();
    await admin.connect();
    await admin.setOffsets({
      groupId: group,
      topic: 'cog.segments',
      partitions: [{ partition: 1, offset: '7' }],
    });
    await admin.disconnect();

    const { code, out, err } = await run();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines).toContain(`group\t${group}\tcog.segments\t1\t7`);
    for (const { name, partitions } of plannedTopics(kafkaOfRun().topics)) {
      const own = lines.filter((line) => line.startsWith(`topic\t${name}\t`));
      expect([name, own.length]).toEqual([name, partitions]);
      for (const line of own) expect(line).toMatch(/\t\d+\t\d+\t\d+$/);
    }
  });

  it('says that there are no brokers', async () => {
    expect((await somabrain(['offsets'], {})).err).toContain('Set SOMABRAIN_KAFKA_URL');
  });
});
