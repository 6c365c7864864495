import { plannedTopics } from './topic-plan';

const OPTIONS = {
  replicationFactor: 3,
  operationsPartitions: 12,
  cognitionPartitions: 3,
  auditRetentionDays: null,
};

describe('plannedTopics', () => {
  const plans = plannedTopics(OPTIONS);
  const named = (name: string) => plans.find((plan) => plan.name === name);

  it('are those of the contract, each with one for what consumers gave up on', () => {
    expect(
      plans.filter(({ name }) => !name.endsWith('.dlq')).map(({ name, partitions }) => [name, partitions]),
    ).toEqual([
      ['audit.operations', 12],
      ['audit.events', 3],
      ['metrics.streams', 3],
      ['cog.state.updates', 3],
      ['cog.agent.updates', 3],
      ['cog.action.updates', 3],
      ['cog.config.updates', 3],
      ['cog.next.events', 3],
      ['cog.global.frame', 3],
      ['cog.segments', 3],
      ['cog.reward.events', 3],
      ['cog.teach.feedback', 3],
      ['memory.episodic.snapshot', 3],
    ]);
    for (const { name } of plans.filter((plan) => !plan.name.endsWith('.dlq')))
      expect(named(`${name}.dlq`)).toMatchObject({ partitions: 1, replicationFactor: 3 });
    expect(plans).toHaveLength(26);
  });

  it('lose nothing with a broker, and never compact', () => {
    for (const { settings } of plans)
      expect(settings).toMatchObject({ 'cleanup.policy': 'delete', 'min.insync.replicas': '2' });
    for (const { settings } of plannedTopics({ ...OPTIONS, replicationFactor: 1 }))
      expect(settings).toMatchObject({ 'min.insync.replicas': '1' });
  });

  it('keep the audit for ever, or as long as was configured', () => {
    expect(named('audit.events')?.settings).toMatchObject({ 'retention.ms': '-1', 'retention.bytes': '-1' });
    const [operations] = plannedTopics({ ...OPTIONS, auditRetentionDays: 30 });
    expect(operations?.settings).toMatchObject({ 'retention.ms': '2592000000' });
    expect(named('cog.state.updates')?.initialSettings).toEqual({ 'retention.ms': '259200000' });
  });
});
