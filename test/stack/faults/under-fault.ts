import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '@somabrain/kernel';
import { MachineWatch } from '../../support/machine-speed';
import { waitFor } from '../../support/wait-for';
import type { Stack } from '../support/stack';
import { type Answer, ConstantLoad } from './constant-load';
import { disturb } from './disturb';
import { whatIsWrong } from './evidence';
import type { Fault } from './fault';
import { promisedIn } from './promise';
import type { PublishedTrail } from './published-trail';
import { Watch } from './watch';

/** Writes a second, and as many recalls. */
const PER_SECOND = 20;
const TENANTS = 4;
const BEFORE_MS = 2_000;
/** As long as health may take to tell of a fault or its end, and the service to be itself again. */
const NOTICE_MS = 10_000;
/** So long must everything be well before the load ends. */
const WELL_MS = 2_000;
const GIVE_UP_MS = 60_000;
const MOST_MIB = 1_024;

/** What was seen of a fault. Times are milliseconds. */
export interface FaultReport {
  readonly fault: Fault;
  /** How many answers of each kind there were while it lasted: `remember 201` → 1180. */
  readonly during: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly noticedMs: number | null;
  readonly backMs: number | null;
  /** From the end of the fault until the last request was asked that got no good answer. */
  readonly recoveredMs: number;
  readonly acknowledged: number;
  readonly mostUnderWay: number;
  readonly peakMib: number;
  /** How many times as slow the machine was meanwhile as the one the promises are measured on. */
  readonly slowness: number;
  /** What was not as promised, a sentence each. */
  readonly broken: readonly string[];
}

/** Asks of a stack that has just started until all its answers are good: cold processes on a busy machine shed load, which is no fault of a server. */
export async function warmUp(stack: Stack, perSecond = PER_SECOND): Promise<void> {
  const apis = stack.apis.map(({ url }) => url);
  const load = new ConstantLoad(apis, [`warm-${newId().slice(-12)}`], perSecond);
  const from = performance.now();
  load.start();
  try {
    const isWarm = () =>
      load.answers.length > perSecond && performance.now() - Math.max(from, lastBad(load.answers)) > WELL_MS;
    await waitFor(isWarm, { timeoutMs: GIVE_UP_MS, what: () => 'good answers only' });
  } finally {
    await load.stop();
  }
}

/** Puts the stack under constant load, makes the fault happen for a while, and looks at what it did. */
export async function underFault(
  stack: Stack,
  trail: PublishedTrail,
  fault: Fault,
  milliseconds: number,
  perSecond = PER_SECOND,
): Promise<FaultReport> {
  const run = newId().slice(-12);
  const tenants = Array.from({ length: TENANTS }, (_, index) => `fault-${run}-${index}`);
  const apis = stack.apis.map(({ url }) => url);
  const load = new ConstantLoad(apis, tenants, perSecond);
  const machine = new MachineWatch();
  const watch = new Watch(
    apis,
    stack.memories.map(({ url }) => url),
  );
  load.start();
  try {
    const report = await seen(stack, trail, fault, milliseconds, { tenants, load, watch });
    return { ...report, slowness: machine.stop() };
  } finally {
    machine.stop();
    await Promise.all([load.stop(), watch.stop()]);
  }
}

interface Observed {
  readonly tenants: readonly string[];
  readonly load: ConstantLoad;
  readonly watch: Watch;
}

async function seen(
  stack: Stack,
  trail: PublishedTrail,
  fault: Fault,
  milliseconds: number,
  { tenants, load, watch }: Observed,
): Promise<Omit<FaultReport, 'slowness'>> {
  await pause(BEFORE_MS);
  const from = performance.now();
  const heal = await disturb(stack, fault);
  await pause(milliseconds);
  const to = performance.now();
  await heal();
  const healed = performance.now();
  await settled(load, watch, fault, healed);
  await load.stop();
  const broken = await whatIsWrong(stack, tenants, load.acknowledged);
  broken.push(...(await trail.whatIsWrong(stack, tenants)));
  await watch.stop();
  const during = load.answers.filter(({ askedAt }) => askedAt >= from && askedAt <= healed);
  const noticedMs = latestOf(fault, (server) => watch.saidOf(server, false, from));
  const backMs = latestOf(fault, (server) => watch.saidOf(server, true, healed));
  const recoveredMs = Math.max(0, lastBad(load.answers) - healed);
  broken.push(...brokenPromises(fault, load.answers, { from, healed }));
  broken.push(...brokenSigns(fault, watch, { from, to, noticedMs, backMs, recoveredMs }));
  return {
    fault,
    during: countsOf(during),
    slowestMs: Math.max(...during.map(({ ms }) => ms)),
    noticedMs,
    backMs,
    recoveredMs,
    acknowledged: load.acknowledged.length,
    mostUnderWay: load.mostUnderWay,
    peakMib: watch.peakMib,
    broken,
  };
}

/** Waits until all is well for a while. */
async function settled(load: ConstantLoad, watch: Watch, { servers }: Fault, healed: number): Promise<void> {
  const isWell = () =>
    performance.now() - Math.max(healed, lastBad(load.answers)) > WELL_MS &&
    servers.every((server) => watch.saidOf(server, true, healed) !== null);
  await waitFor(isWell, { timeoutMs: GIVE_UP_MS, what: () => 'all to be well' }).catch(() => undefined);
}

function brokenPromises(
  fault: Fault,
  answers: readonly Answer[],
  { from, healed }: { from: number; healed: number },
): string[] {
  const promised = promisedIn(fault);
  const unlike = answers.filter(({ route, status, askedAt, ms }) => {
    // One that was asked before may still have been under way.
    const allowed = askedAt + ms >= from && askedAt <= healed + NOTICE_MS ? promised[route] : GOOD[route];
    return status === null || !allowed.includes(status);
  });
  return Object.entries(countsOf(unlike)).map(([what, count]) => `${count} answers were ${what}`);
}

interface Signs {
  readonly from: number;
  readonly to: number;
  readonly noticedMs: number | null;
  readonly backMs: number | null;
  readonly recoveredMs: number;
}

function brokenSigns(fault: Fault, watch: Watch, signs: Signs): string[] {
  const { from, to, noticedMs, backMs, recoveredMs } = signs;
  const { noticed, ready } = promisedIn(fault);
  const late = (ms: number | null) => ms === null || ms > NOTICE_MS;
  const live = watch.liveness;
  const readiness = watch.readinessBetween(from, to);
  const blamed = fault.servers.map((server) => `${server}_down`);
  return [
    ...(live.join() === '200' ? [] : [`/health/live was ${live.join()}`]),
    ...(noticed && late(noticedMs) ? [`/health noticed after ${noticedMs} ms`] : []),
    ...(late(backMs) ? [`/health was well again after ${backMs} ms`] : []),
    ...(ready && readiness.some((said) => blamed.includes(said))
      ? [`/health/ready was ${readiness.join()}`]
      : []),
    ...(noticed && !ready && !readiness.some((said) => blamed.includes(said))
      ? ['/health/ready stayed 200']
      : []),
    ...(recoveredMs > NOTICE_MS ? [`requests failed for ${Math.round(recoveredMs)} ms more`] : []),
    ...(watch.peakMib > MOST_MIB ? [`a process took ${Math.round(watch.peakMib)} MiB`] : []),
  ];
}

const GOOD = { remember: [201], recall: [200] };

function lastBad(answers: readonly Answer[]): number {
  const bad = answers.filter(({ route, status }) => status === null || !GOOD[route].includes(status));
  return Math.max(-Infinity, ...bad.map(({ askedAt }) => askedAt));
}

function countsOf(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { route, status, code } of answers) {
    const name = `${route} ${status ?? 'without an answer'} ${code}`.trim();
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The latest of what was seen of the servers; null where one of them was not seen to change. */
function latestOf(
  { servers }: Fault,
  seen: (server: Fault['servers'][number]) => number | null,
): number | null {
  const times = servers.map(seen);
  return times.some((time) => time === null) ? null : Math.max(...times.map((time) => time ?? 0));
}
