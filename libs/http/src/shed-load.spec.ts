import { Problem } from '@somabrain/kernel';
import type { Request, Response } from 'express';
import { EventLoopDelay } from './event-loop-delay';
import { shedLoad } from './shed-load';

function refusalOf(path: string, milliseconds: number, ofThisTurn = 0): unknown {
  let passed: unknown = 'not called';
  void shedLoad({ milliseconds, ofThisTurn })(
    { path } as Request,
    {} as Response,
    (error?: unknown) => (passed = error),
  );
  return passed;
}

describe('shedding load', () => {
  it('refuses requests with OVERLOADED while the event loop is far behind, and lets them in otherwise', () => {
    expect(refusalOf('/remember', 151)).toBeInstanceOf(Problem);
    expect(refusalOf('/recall', 151)).toMatchObject({ code: 'OVERLOADED' });
    expect(refusalOf('/recall', 150)).toBeUndefined();
  });

  it('refuses what comes in together and cannot be answered together', () => {
    expect(refusalOf('/remember', 0, 1_001)).toMatchObject({ code: 'OVERLOADED' });
    expect(refusalOf('/remember', 0, 1_000)).toBeUndefined();
  });

  it.each(['/health', '/healthz', '/health/live', '/health/ready', '/metrics'])(
    'always answers %s',
    (path) => {
      expect(refusalOf(path, 10_000)).toBeUndefined();
    },
  );

  it('goes by the delay of a while, not by a single pause', () => {
    jest.useFakeTimers();
    let now = 0;
    const delay = new EventLoopDelay(() => now);
    const turns = (count: number, late: number) => {
      for (let turn = 0; turn < count; turn += 1) {
        now += 20 + late;
        jest.advanceTimersByTime(20);
      }
    };
    turns(50, 0);
    expect(delay.milliseconds).toBe(0);
    now += 320;
    expect([delay.milliseconds, delay.ofThisTurn]).toEqual([0, 300]);
    now -= 320;
    turns(1, 500);
    expect(delay.milliseconds).toBeCloseTo(50);
    turns(50, 0);
    expect(delay.milliseconds).toBeLessThan(1);
    turns(30, 300);
    expect(delay.milliseconds).toBeGreaterThan(250);
    delay.stop();
    jest.useRealTimers();
  });
});
