import { Registry } from 'prom-client';

/** The metrics of one application: of its own, so that two applications of one process do not share counters. */
export class MetricsRegistry extends Registry {}
