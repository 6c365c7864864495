import { ALL_FAULTS, type Fault, nameOf } from './fault';
import type { FaultReport } from './under-fault';

const BEGIN = '<!-- faults:begin -->';
const END = '<!-- faults:end -->';
const HEAD = [
  '| Server | Fault | remember | recall | time to detect | time to recover | time to first success | slowest | memory | writes kept | broken promises |',
  '| --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
];

/** The document with the rows of these faults; the rows of others stay. */
export function withReports(document: string, reports: readonly FaultReport[]): string {
  const [before, table, after] = partsOf(document);
  const rows = new Map(
    table.split('\n').flatMap((line) => {
      const [, server = '', kind = ''] = line.split('|').map((cell) => cell.trim());
      return [[`${server} ${kind}`, line]];
    }),
  );
  for (const report of reports) rows.set(nameOf(report.fault), rowOf(report));
  const present = ALL_FAULTS.flatMap((fault) => rows.get(nameOf(fault)) ?? []);
  return [before, BEGIN, '', ...HEAD, ...present, '', END, after].join('\n');
}

function partsOf(document: string): [string, string, string] {
  const [before = '', rest = ''] = document.split(`\n${BEGIN}\n`);
  const [table = '', after = ''] = rest.split(`\n${END}\n`);
  return [before, table, after];
}

function rowOf(report: FaultReport): string {
  const { fault, during, noticedMs, backMs, recoveredMs, slowestMs, peakMib, acknowledged, broken } = report;
  const cells = [
    ...namesOf(fault),
    statusesOf('remember', during),
    statusesOf('recall', during),
    seconds(noticedMs),
    seconds(backMs),
    seconds(recoveredMs),
    seconds(slowestMs),
    `${Math.round(peakMib)} MiB`,
    String(acknowledged),
    broken.length === 0 ? 'none' : broken.join('; '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function namesOf({ servers, kind }: Fault): [string, string] {
  return [servers.join(' and '), kind];
}

/** Such as `201 × 1180, 503 × 20`. */
function statusesOf(route: string, during: FaultReport['during']): string {
  const counts = new Map<string, number>();
  for (const [what, count] of Object.entries(during)) {
    const [name, status = ''] = what.split(' ');
    if (name === route) counts.set(status, (counts.get(status) ?? 0) + count);
  }
  return [...counts].map(([status, count]) => `${status} × ${count}`).join(', ');
}

function seconds(milliseconds: number | null): string {
  return milliseconds === null ? '–' : `${(milliseconds / 1_000).toFixed(1)} s`;
}
