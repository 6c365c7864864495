import { cpus } from 'node:os';
import type { LoadFigures } from './load';
import type { Finding, Scenario } from './scenario';

/** What a group came to. */
export interface GroupReport {
  readonly what: string;
  readonly rows: readonly (Scenario & LoadFigures)[];
  readonly findings: readonly Finding[];
}

/** Markdown tables. */
export function printTables(reports: readonly GroupReport[]): void {
  for (const { what, rows, findings } of reports) {
    console.log(`\n### ${what}\n\n${machine()}\n`);
    if (rows.length > 0) printRows(rows);
    if (rows.length > 0 && findings.length > 0) console.log('');
    if (findings.length > 0) printFindings(findings);
  }
}

export function printJson(reports: readonly GroupReport[]): void {
  const groups = reports.map(({ what, rows, findings }) => ({
    what,
    results: rows.map(({ operation: _, background: __, ...row }) => row),
    findings,
  }));
  console.log(JSON.stringify({ machine: machine(), groups }, null, 2));
}

function printRows(rows: GroupReport['rows']): void {
  console.log('| what | callers | a second | p50 ms | p95 ms | p99 ms | CPU µs | must | aim |');
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const { what, callers, items = 1, must = '', aim = '', ...figures } of rows) {
    const rate = (figures.perSecond * items).toLocaleString('en', { maximumFractionDigits: 0 });
    const times = [figures.p50, figures.p95, figures.p99].map((value) => value.toFixed(1)).join(' | ');
    console.log(
      `| ${what} | ${callers} | ${rate} | ${times} | ${figures.cpuMicros.toFixed(0)} | ${must} | ${aim} |`,
    );
  }
}

function printFindings(findings: readonly Finding[]): void {
  console.log('| what | measured | must | aim |\n|---|---|---|---|');
  for (const { what, value, must = '', aim = '' } of findings)
    console.log(`| ${what} | ${value} | ${must} | ${aim} |`);
}

function machine(): string {
  const [processor] = cpus();
  return `${cpus().length} cores (${processor?.model ?? 'unknown'}), Node ${process.version}, Postgres on the same machine, load from a process of its own.`;
}
