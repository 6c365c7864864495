import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { LoadFigures } from './load';
import type { Finding, Scenario } from './scenario';

/** The rate of the hand-written service under the same load, in the same rounds; absent where it was not asked. */
interface Beside {
  readonly handWritten?: number;
}

/** What a group came to. */
export interface GroupReport {
  readonly name: string;
  readonly what: string;
  readonly rows: readonly (Scenario & LoadFigures & Beside)[];
  readonly findings: readonly Finding[];
}

/** The tables of a group in Markdown. */
export function renderGroup({ what, rows, findings }: GroupReport): string {
  const tables = [
    ...(rows.length > 0 ? [renderRows(rows)] : []),
    ...(findings.length > 0 ? [renderFindings(findings)] : []),
  ];
  return [`### ${what}`, `${date()}. ${machine()}`, ...tables].join('\n\n');
}

/**
 * Puts the tables of a group where a document has its place for them: between `<!-- NAME -->` and `<!-- /NAME -->`.
 * @throws Error if the document has no such place
 */
export function writeInto(file: string, group: string, text: string): void {
  const document = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${group} -->`, `<!-- /${group} -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no place between ${begin} and ${end}`);
  writeFileSync(file, `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`);
}

export function printJson(reports: readonly GroupReport[]): void {
  const groups = reports.map(({ what, rows, findings }) => ({
    what,
    results: rows.map(({ operation: _, background: __, ...row }) => row),
    findings,
  }));
  console.log(JSON.stringify({ machine: machine(), groups }, null, 2));
}

function renderRows(rows: GroupReport['rows']): string {
  const lines = rows.map(({ what, callers, items = 1, must = '', aim = '', ...figures }) => {
    const { handWritten } = figures;
    const share = handWritten === undefined ? '' : `${(figures.perSecond / handWritten).toFixed(2)} ×`;
    const rate = (figures.perSecond * items).toLocaleString('en', { maximumFractionDigits: 0 });
    const times = [figures.p50, figures.p95, figures.p99].map((value) => value.toFixed(1)).join(' | ');
    const cpu = [figures.cpuMicros, figures.postgresMicros].map((micros) => micros.toFixed(0)).join(' | ');
    return `| ${what} | ${callers} | ${rate} | ${share} | ${times} | ${cpu} | ${must} | ${aim} |`;
  });
  return [
    '| what | callers | a second | of hand-written | p50 ms | p95 ms | p99 ms | CPU µs | Postgres µs | must | aim |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

function renderFindings(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ what, value, must = '', aim = '' }) => `| ${what} | ${value} | ${must} | ${aim} |`,
  );
  return ['| what | measured | must | aim |', '|---|---|---|---|', ...lines].join('\n');
}

function date(): string {
  return new Date().toISOString().slice(0, 10);
}

function machine(): string {
  const [processor] = cpus();
  return `${cpus().length} cores (${processor?.model ?? 'unknown'}), Node ${process.version}, Postgres and load on the same machine.`;
}
