import { ALL_FAULTS, type Fault, nameOf } from './faults/fault';
import { PublishedTrail } from './faults/published-trail';
import { underFault, warmUp } from './faults/under-fault';
import { createTopics } from './kafka';
import { loadPolicy } from '../support/load-policy';
import { backendUrl } from './backends';
import { Stack } from './support/stack';

const FAULT_MS = 6_000;
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
    await warmUp(stack);
  }, 120_000);
  afterAll(async () => {
    await stack.stop();
    await trail.close();
  });

  const faults = ALL_FAULTS.filter((fault) => SHORT.includes(nameOf(fault)));
  it.each(faults.map((fault): [string, Fault] => [nameOf(fault), fault]))(
    'does what it promises: %s',
    async (_, fault) => {
      const report = await underFault(stack, trail, fault, FAULT_MS);
      expect({ during: report.during, broken: report.broken }).toEqual({ during: report.during, broken: [] });
    },
    180_000,
  );
});
