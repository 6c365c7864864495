import type { Database } from '@somabrain/database';
import type { BenchService } from './bench-service';
import type { Callers, LoadFigures } from './load';

/** What load is sent to: the service, or the floor beside it. */
export type Target = Pick<BenchService, 'get' | 'post'>;

/** Something to put a service under. */
export interface Scenario extends Callers {
  readonly name: string;
  readonly what: string;
  /** Memories, questions or requests an operation. */
  readonly items?: number;
  /** What others do at the same time. */
  readonly background?: Callers;
  /** What the figures should be: the least, and better. */
  readonly must?: string;
  readonly aim?: string;
  /** It asks the database itself: the floor beside the service is not asked. */
  readonly direct?: true;
}

/** A figure that is no stretch of load. */
export interface Finding {
  readonly what: string;
  readonly value: string;
  readonly must?: string;
  readonly aim?: string;
}

/** What scenarios of a group found, by name. */
export type Results = ReadonlyMap<string, LoadFigures>;

/** Scenarios that take turns on one service. */
export interface Group {
  readonly name: string;
  readonly what: string;
  /** Variables of the service. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Connections that load comes over; enough for the callers by default. */
  readonly connections?: number;
  /** What it tells is of this service alone: no floor runs beside it, and its scenarios may ask the service for more than a target does. */
  readonly alone?: true;
  /** Stores what the scenarios ask for. */
  fill?(target: Target): Promise<void>;
  scenarios(target: Target, database: Database): readonly Scenario[];
  /** Figures made of the results, or found by asking the service. */
  findings?(results: Results, service: BenchService, dsn: string): Promise<readonly Finding[]>;
}

/** How many times as long one takes as the other at the 95th percentile. */
export function timesP95(results: Results, name: string, base: string): string {
  const [one, other] = [results.get(name), results.get(base)];
  return one && other ? `${(one.p95 / other.p95).toFixed(1)} ×` : 'not measured';
}
