import { EventEmitter } from 'node:events';
import { Problem } from '@somabrain/kernel';
import type { Request, RequestHandler, Response } from 'express';
import { EventLoopDelay } from './event-loop-delay';
import { shareSlots, shedLoad } from './shed-load';
import { Slots } from './slots/slots';

function refusalOf(path: string, milliseconds: number, ofThisTurn = 0): unknown {
  return send(shedLoad({ milliseconds, ofThisTurn }), path).refusal;
}

/** Sends a request whose answer is under way until its `close`. */
function send(handler: RequestHandler, path: string): { refusal: unknown; response: EventEmitter } {
  let refusal: unknown = 'not called';
  const response = new EventEmitter();
  void handler({ path } as Request, response as Response, (error?: unknown) => (refusal = error));
  return { refusal, response };
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

  it('refuses what would wait behind hundreds of others, until one of them is answered', () => {
    const handler = shedLoad({ milliseconds: 0, ofThisTurn: 0 });
    const taken = Array.from({ length: 200 }, () => send(handler, '/recall'));
    expect(taken.every(({ refusal }) => refusal === undefined)).toBe(true);
    expect(send(handler, '/recall').refusal).toMatchObject({ code: 'OVERLOADED' });
    expect(send(handler, '/health').refusal).toBeUndefined();
    taken[0]?.response.emit('close');
    expect(send(handler, '/recall').refusal).toBeUndefined();
    expect(send(handler, '/recall').refusal).toMatchObject({ code: 'OVERLOADED' });
  });

  it('takes a few of each while the event loop is behind, where it is known whose they are', () => {
    const delay = { milliseconds: 400, ofThisTurn: 0 };
    const shed = shedLoad(delay, new Slots(200), true);
    const share = shareSlots(delay, ({ path }) => path);
    const isTaken = (path: string): boolean => {
      const request = { path } as Request;
      let refusal: unknown;
      void shed(request, new EventEmitter() as Response, (error?: unknown) => (refusal = error));
      expect(refusal).toBeUndefined();
      try {
        void share(request, new EventEmitter() as Response, () => undefined);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'OVERLOADED' });
        return false;
      }
    };
    expect(Array.from({ length: 8 }, () => isTaken('/greedy')).filter(Boolean)).toHaveLength(5);
    expect(isTaken('/modest')).toBe(true);
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
    let worked = 0;
    const delay = new EventLoopDelay(
      () => now,
      () => worked,
    );
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
    now += 2_000;
    worked = 2_100;
    expect(delay.ofThisTurn).toBe(2_100);
    worked = 10;
    expect(delay.ofThisTurn).toBe(10); // it stood still for the rest of the time
    now -= 2_320;
    turns(1, 500);
    expect(delay.milliseconds).toBeCloseTo(50);
    turns(50, 0);
    expect(delay.milliseconds).toBeLessThan(1);
    turns(1, 60_000);
    expect(delay.milliseconds).toBeCloseTo(100, 0);
    turns(50, 0);
    turns(30, 300);
    expect(delay.milliseconds).toBeGreaterThan(250);
    delay.stop();
    jest.useRealTimers();
  });
});
