import { type EventLoopUtilization, performance } from 'node:perf_hooks';

const WINDOW_MS = 100;

/** The part of the time that the event loop of this thread works, over the last tenth of a second or since it was asked last. */
export class LoopLoad {
  private since: EventLoopUtilization = performance.eventLoopUtilization();
  private sampledAt = performance.now();
  private latest = 0;

  /** 0 to 1. */
  get value(): number {
    const now = performance.now();
    if (now - this.sampledAt < WINDOW_MS) return this.latest;
    this.latest = performance.eventLoopUtilization(this.since).utilization;
    this.since = performance.eventLoopUtilization();
    this.sampledAt = now;
    return this.latest;
  }
}
