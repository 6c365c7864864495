import { ALL_FAULTS, type Fault, nameOf } from './faults/fault';
import { PublishedTrail } from './faults/published-trail';
import { type FaultReport, underFault, warmUp } from './faults/under-fault';
import { createTopics } from './kafka';
import { loadPolicy } from '../support/load-policy';
import { backendUrl } from './backends';
import { Stack } from './support/stack';

const FAULT_MS = 6_000;
/** Half as many requests as `npm run test:faults` sends: other suites run at the same time. */
const PER_SECOND = 10;
/** A machine so many times as slow has no time for a stack: its processes time out whatever happens to a server. Then the fault happens again. */
const TOO_SLOW = 3;
const MOST_TRIES = 3;
/** Of all faults those that tell most about each server; `npm run test:faults` has every one of them happen for a minute. */
const SHORT = [
  'redis killed',
  'opa stopped',
  'postgres killed',
  'postgres frozen',
  'memory garbage',
  'kafka killed',
  'postgres and kafka killed',
];

describe('the stack under constant load', () => {
  let stack: Stack;
  let trail: PublishedTrail;

  beforeAll(async () => {
    await loadPolicy(backendUrl('OPA_URL'), 'policies');
    await createTopics();
    trail = await PublishedTrail.follow();
    stack = await Stack.start();
    await warmUp(stack, PER_SECOND);
  }, 120_000);
  afterAll(async () => {
    await stack.stop();
    await trail.close();
  });

  const faults = ALL_FAULTS.filter((fault) => SHORT.includes(nameOf(fault)));
  it.each(faults.map((fault): [string, Fault] => [nameOf(fault), fault]))(
    'does what it promises: %s',
    async (_, fault) => {
      const report = await reportOf(fault);
      expect({ during: report.during, broken: report.broken }).toEqual({ during: report.during, broken: [] });
    },
    MOST_TRIES * 180_000,
  );

  async function reportOf(fault: Fault, triesLeft = MOST_TRIES): Promise<FaultReport> {
    const report = await underFault(stack, trail, fault, FAULT_MS, PER_SECOND);
    if (report.broken.length === 0 || report.slowness < TOO_SLOW || triesLeft === 1) return report;
    console.log(`${nameOf(fault)}: once more, the machine was ${report.slowness.toFixed(1)} × as slow`);
    return reportOf(fault, triesLeft - 1);
  }
});
