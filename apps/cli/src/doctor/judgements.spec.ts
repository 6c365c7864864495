import { judgeClock, judgeDisk, judgeIndexMemory, judgeServerVersion, judgeTopics } from './judgements';

const MIB = 1024 * 1024;

describe('what the doctor makes of what it found', () => {
  it.each([
    [180_000, 'ok'],
    [140_000, 'ok'],
    [130_011, 'failed'],
  ])('server version %d: %s', (version, status) => {
    expect(judgeServerVersion(version, 0.2)).toMatchObject({ status });
  });

  it.each([
    [900, 0, 'ok'],
    [-900, 0, 'ok'],
    [1_001, 0, 'warning'],
    [1_400, 500, 'ok'],
    [-1_600, 500, 'warning'],
  ])('a clock that is %d ms ahead, known to %d ms: %s', (ahead, tolerance, status) => {
    expect(judgeClock(ahead, tolerance)).toMatchObject({ status });
  });

  it.each([
    [2_048, 'ok'],
    [1_023, 'warning'],
    [199, 'failed'],
  ])('%d MiB of free space: %s', (free, status) => {
    expect(judgeDisk(free * MIB, 10_000 * MIB)).toMatchObject({ status });
  });

  it('fails an index budget into which the largest namespace does not go', () => {
    const judged = judgeIndexMemory(50, 8_000 * MIB, { name: 'notes of acme', memories: 100_000 });
    expect(judged.status).toBe('failed');
    expect(judged.advice).toContain('SOMABRAIN_INDEX_MEMORY_MB');
    expect(judged.detail).toBe(
      '50 MiB; the largest namespace (notes of acme, 100000 memories) takes about 58',
    );
  });

  it('warns of an index budget that this host cannot give', () => {
    const judged = judgeIndexMemory(5_000, 8_000 * MIB, { name: 'none', memories: 0 });
    expect(judged.status).toBe('warning');
    expect(judged.advice).toContain('to 4000');
  });

  it('looks for topics that are missing first, then for those that differ', () => {
    const well = { name: 'a', exists: true, differences: [], fixes: [], losesRecords: false };
    const different = { ...well, name: 'b', differences: ['it has 1 partitions, not 3'] };
    const missing = { ...well, name: 'c', exists: false };
    expect(judgeTopics([well])).toMatchObject({ status: 'ok' });
    expect(judgeTopics([well, different])).toMatchObject({
      status: 'warning',
      detail: 'b: it has 1 partitions, not 3',
    });
    expect(judgeTopics([well, different, missing])).toMatchObject({
      status: 'failed',
      detail: '1 of 3 topics are missing, such as c',
      advice: 'run: somabrain topics',
    });
  });
});
