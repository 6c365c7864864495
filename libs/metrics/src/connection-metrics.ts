import { Counter, Gauge } from 'prom-client';
import type { MetricsRegistry } from './metrics-registry';

/** What a process has open and under way at the moment it is asked. */
export interface ConnectionReading {
  readonly open: number;
  /** How many were closed, by the reason. */
  readonly closed: ReadonlyMap<string, number>;
  /** Slots that are taken, by their kind. */
  readonly slots: ReadonlyMap<string, number>;
}

/** Tells how many connections are open, how many were closed and why, and how many slots for requests are taken. */
export function tellConnections(registry: MetricsRegistry, read: () => ConnectionReading): void {
  const registers = [registry];
  new Gauge({
    name: 'somabrain_connections',
    help: 'Open connections of clients',
    registers,
    collect() {
      this.set(read().open);
    },
  });
  new Counter({
    name: 'somabrain_connections_closed_total',
    help: 'Connections this process closed: slow (its client neither sent nor read), crowded (too many were open), unread (too much of answers was held), pipelined (too many requests waited)',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of read().closed) this.inc({ reason }, count);
    },
  });
  new Gauge({
    name: 'somabrain_slots_taken',
    help: 'Requests under way, by the kind of their slot: requests, or streams for exports and imports',
    labelNames: ['kind'],
    registers,
    collect() {
      for (const [kind, taken] of read().slots) this.set({ kind }, taken);
    },
  });
}
