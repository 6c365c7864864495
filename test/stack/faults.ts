import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPolicy } from '../support/load-policy';
import { backendUrl } from './backends';
import { ALL_FAULTS, nameOf } from './faults/fault';
import { PublishedTrail } from './faults/published-trail';
import { withReports } from './faults/report-table';
import { type FaultReport, underFault } from './faults/under-fault';
import { createTopics } from './kafka';
import { Stack } from './support/stack';

const USAGE = `npm run test:faults [-- [--seconds 60] [--dry] NAME …]

Has every server of the production wiring stopped, frozen, killed, slow and mad under constant load, and checks what is promised. With names only
those faults whose name contains one of them, such as redis or "kafka killed". docs/faults.md gets the rows of what was run; --dry: not.`;

const DOCUMENT = join(__dirname, '../../docs/faults.md');

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '60' },
      dry: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const faults = ALL_FAULTS.filter(
    (fault) => positionals.length === 0 || positionals.some((word) => nameOf(fault).includes(word)),
  );
  await loadPolicy(backendUrl('OPA_URL'), 'policies');
  await createTopics();
  const trail = await PublishedTrail.follow();
  const stack = await Stack.start();
  const reports: FaultReport[] = [];
  for (const fault of faults) {
    const report = await underFault(stack, trail, fault, Number(values.seconds) * 1_000);
    reports.push(report);
    console.log(nameOf(fault), JSON.stringify({ ...report, fault: undefined }));
    if (!values.dry) writeFileSync(DOCUMENT, withReports(readFileSync(DOCUMENT, 'utf8'), [report]));
  }
  await stack.stop();
  await trail.close();
  if (reports.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
}

void main();
