import { type TenantId, parseTenantId } from '@somabrain/kernel';
import { type QueuedUnit, WriteQueue } from './write-queue';

const [a, b, c] = ['a', 'b', 'c'].map((id) => parseTenantId(id, 'test')) as [TenantId, TenantId, TenantId];

function unit(tenant: TenantId, ...operations: string[]): QueuedUnit<string, void> {
  return {
    tenant,
    operations,
    weight: operations.length,
    resolve: () => undefined,
    reject: () => undefined,
    deadlineAt: Infinity,
    skips: 0,
    failures: 0,
    uncertain: false,
  };
}

function operationsOf(units: QueuedUnit<string, void>[]): string[] {
  return units.flatMap((each) => each.operations);
}

describe('WriteQueue', () => {
  it('gives each tenant its turn and keeps the order of each', () => {
    const queue = new WriteQueue<string, void>(100);
    for (const name of ['a1', 'a2', 'a3', 'a4']) queue.push(unit(a, name));
    queue.push(unit(b, 'b1'));
    queue.push(unit(c, 'c1'));
    expect(operationsOf(queue.take(4))).toEqual(['a1', 'b1', 'c1', 'a2']);
    expect(operationsOf(queue.take(4))).toEqual(['a3', 'a4']);
    expect(queue.ready).toBe(false);
  });

  it('puts units back where they came from', () => {
    const queue = new WriteQueue<string, void>(100);
    for (const name of ['a1', 'a2', 'a3']) queue.push(unit(a, name));
    const taken = queue.take(2);
    queue.putBack(taken);
    expect(operationsOf(queue.take(10))).toEqual(['a1', 'a2', 'a3']);
  });

  it('leaves the units of a held tenant alone', () => {
    const queue = new WriteQueue<string, void>(100);
    queue.push(unit(a, 'a1'));
    queue.push(unit(b, 'b1'));
    queue.hold(a);
    expect(operationsOf(queue.take(10))).toEqual(['b1']);
    expect(queue.ready).toBe(false);
    queue.release(a);
    expect(operationsOf(queue.take(10))).toEqual(['a1']);
  });

  it('keeps a tenant out of groups while much of it waits', () => {
    const queue = new WriteQueue<string, void>(1_000);
    const many = Array.from({ length: 100 }, (_, number) => `a${number}`);
    for (const name of many) queue.push(unit(a, name));
    queue.push(unit(b, 'b1'));
    expect(operationsOf(queue.take(500))).toEqual(['b1']);
    expect(queue.nextAlone()).toBe(a);
    expect(operationsOf(queue.takeOf(a, 40))).toEqual(many.slice(0, 40));
    expect(queue.nextAlone()).toBeNull();
    expect(operationsOf(queue.take(500))).toEqual(many.slice(40));
  });

  it('keeps a large unit out of groups, and what the tenant sent after it', () => {
    const queue = new WriteQueue<string, void>(1_000);
    const bulk = Array.from({ length: 100 }, (_, number) => `bulk${number}`);
    queue.push(unit(a, ...bulk));
    queue.push(unit(a, 'after it'));
    queue.push(unit(b, 'b1'));
    expect(operationsOf(queue.take(500))).toEqual(['b1']);
    expect(queue.ready).toBe(false);
    expect(queue.nextAlone()).toBe(a);
    expect(operationsOf(queue.takeOf(a, 500))).toEqual([...bulk, 'after it']);
    expect(queue.nextAlone()).toBeNull();
  });

  it('refuses what does not fit, and one tenant before the others', () => {
    const queue = new WriteQueue<string, void>(4);
    queue.push(unit(a, 'a1'));
    queue.push(unit(a, 'a2'));
    expect(() => {
      queue.push(unit(a, 'a3'));
    }).toThrow(expect.objectContaining({ code: 'OVERLOADED' }) as Error);
    queue.push(unit(b, 'b1'));
    queue.push(unit(c, 'c1'));
    expect(() => {
      queue.push(unit(c, 'c2'));
    }).toThrow(expect.objectContaining({ code: 'OVERLOADED' }) as Error);
    queue.take(4);
    queue.push(unit(a, 'a3'));
    expect(operationsOf(queue.take(4))).toEqual(['a3']);
  });
});
