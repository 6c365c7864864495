import { createLogger, newId, newTraceId, parseTenantId, Problem } from '@somabrain/kernel';
import { waitFor } from '../../../test/support/wait-for';
import type { AccessAction } from './audit-actions';
import type { AuditEvent } from './audit-record';
import { BatchingAccessLog } from './batching-access-log';
import type { ChainEntry } from './chain-writer';

const tenant = parseTenantId('acme', 'test');
const down = new Problem('DATABASE_UNAVAILABLE', 'down');

const event = (actor = 'ana'): AuditEvent<AccessAction> => ({
  id: newId(),
  actor,
  action: 'memory.recalled',
  traceId: newTraceId(),
  resource: {},
  data: {},
});

/** Stores in memory, or fails as the test wants. */
class Chain {
  readonly stored: string[] = [];
  readonly calls: { size: number; mayBeStored: boolean }[] = [];
  fails: (entries: readonly ChainEntry[]) => Error | null = () => null;

  async append(entries: readonly ChainEntry[], { mayBeStored = false } = {}): Promise<void> {
    this.calls.push({ size: entries.length, mayBeStored });
    await new Promise((resolve) => setImmediate(resolve));
    const problem = this.fails(entries);
    if (problem) throw problem;
    this.stored.push(...entries.map((entry) => entry.event.actor));
  }
}

describe('BatchingAccessLog', () => {
  let chain: Chain;
  let log: BatchingAccessLog;
  let lines: { level: string; msg: string }[];
  let waiting: number;

  beforeEach(() => {
    chain = new Chain();
    lines = [];
    const write = (line: string) => lines.push(JSON.parse(line) as (typeof lines)[number]);
    const observer = { accessWaiting: (records: number) => (waiting = records) };
    log = new BatchingAccessLog(chain, observer, createLogger('INFO', { write }));
  });

  const stored = (count: number): Promise<void> =>
    waitFor(() => chain.stored.length === count, {
      timeoutMs: 5_000,
      what: () => `${count} stored; there are ${chain.stored.length}`,
    });
  /** Records without waiting. @returns what the last one is told to wait for */
  function record(count: number): void | Promise<void> {
    const answers = Array.from({ length: count }, (_, index) => log.record(tenant, event(String(index))));
    expect(answers.slice(0, 10_000).every((answer) => answer === undefined)).toBe(true);
    return answers.at(-1);
  }

  it('stores what comes within a quarter of a second together, in order', async () => {
    void record(5);
    await stored(5);
    expect(chain.stored).toEqual(['0', '1', '2', '3', '4']);
    expect(chain.calls).toEqual([{ size: 5, mayBeStored: false }]);
    expect(waiting).toBe(0);
  });

  it('does not wait when a batch is full, and what comes meanwhile follows', async () => {
    void record(1_000);
    expect(chain.calls).toHaveLength(1);
    void record(3);
    await stored(1_003);
    expect(chain.calls.map((call) => call.size)).toEqual([1_000, 3]);
  });

  it('keeps records while they cannot be stored, and says so once', async () => {
    let failures = 3;
    chain.fails = () => (failures-- > 0 ? down : null);
    void record(2);
    await stored(2);
    expect(chain.calls.map((call) => call.mayBeStored)).toEqual([false, true, true, true]);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'WARN',
        msg: expect.stringMatching(/^Storing the access log failed/) as string,
      }),
      expect.objectContaining({ level: 'INFO', msg: 'Storing the access log works again' }),
    ]);
  });

  it('makes callers wait when too many records do, and loses none', async () => {
    let broken = true;
    chain.fails = () => (broken ? down : null);
    let hasRoom = false;
    const room = Promise.resolve(record(10_001)).then(() => (hasRoom = true));
    await waitFor(() => chain.calls.length > 1, { timeoutMs: 5_000, what: () => 'a second try' });
    expect(hasRoom).toBe(false);
    broken = false;
    await room;
    await stored(10_001);
  });

  it('loses only the record that the database refuses', async () => {
    chain.fails = (entries) =>
      entries.some((entry) => entry.event.actor === '3') ? new Problem('VALIDATION_FAILED', 'refused') : null;
    void record(8);
    await stored(7);
    expect(chain.stored).toEqual(['0', '1', '2', '4', '5', '6', '7']);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        msg: expect.stringMatching(/^an access record is lost/) as string,
      }),
    ]);
  });

  it('loses only the record that breaks by a defect, and says whose it was', async () => {
    chain.fails = (entries) =>
      entries.some((entry) => entry.event.actor === '3') ? new TypeError('it cannot be encoded') : null;
    void record(8);
    await stored(7);
    expect(chain.stored).toEqual(['0', '1', '2', '4', '5', '6', '7']);
    expect(lines).toEqual([expect.objectContaining({ level: 'ERROR', tenant, action: event().action })]);
  });

  it('loses nothing while a defect keeps every record from being stored', async () => {
    const defect = new Error('relation "audit_log" does not exist');
    chain.fails = () => defect;
    void record(2);
    await waitFor(() => lines.length > 0, { timeoutMs: 5_000, what: () => 'a failure' });
    chain.fails = () => null;
    await stored(2);
    expect(lines).toEqual([
      expect.objectContaining({ msg: expect.stringContaining('tried again') as string }),
      expect.objectContaining({ msg: expect.stringContaining('works again') as string }),
    ]);
  });

  it('stores what waits when it is closed, and takes no more', async () => {
    void record(2_500);
    await log.close();
    expect(chain.stored).toHaveLength(2_500);
    expect(() => log.record(tenant, event())).toThrow(
      expect.objectContaining({ code: 'SHUTTING_DOWN' }) as Error,
    );
    await log.close();
  });

  it('ends although the database does not come back, and counts what is lost', async () => {
    chain.fails = () => down;
    void record(2);
    await log.close();
    expect(lines.at(-1)).toMatchObject({ level: 'ERROR', records: 2 });
  });
});
