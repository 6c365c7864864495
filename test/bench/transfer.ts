import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ServiceProcess } from '../support/service-process';
import { benchOptions } from './bench-options';
import { readWords, seededRandom, textMaker } from './perf/texts';

const USAGE = `npm run bench:transfer -- [--memories 100000]

Writes memories of 40 words to a service through batches, exports them to a file, and imports it into an empty service. Each service has a Postgres of
its own. Memory is the resident set of the service's process: before, and at its highest while it works.`;

const WORDS = 40;
const BATCH = 1_000;
const MEGABYTE = 1024 * 1024;

/** What one step came to. */
interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly before: number;
  readonly highest: number;
}

async function main(): Promise<void> {
  const values = benchOptions(USAGE, { memories: { type: 'string', default: '100000' } });
  const memories = Number(values.memories);
  const directory = await mkdtemp(join(tmpdir(), 'somabrain-transfer-'));
  await chmod(directory, 0o755); // as root the server has an account of its own, which must be able to enter
  const file = join(directory, 'export.ndjson');
  try {
    const steps = await withService(join(directory, 'from'), async (service) => [
      await measured('remember in batches', service, () => fill(service, memories)),
      await measured('export', service, () => exportTo(service, file)),
    ]);
    steps.push(
      ...(await withService(join(directory, 'to'), async (service) => [
        await measured('import', service, () => importFrom(service, file)),
        await measured('import again', service, () => importFrom(service, file)),
      ])),
    );
    print(steps, memories, (await stat(file)).size);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function withService<T>(directory: string, work: (service: ServiceProcess) => Promise<T>): Promise<T> {
  const service = await ServiceProcess.start({ SOMABRAIN_DATA_DIR: directory });
  try {
    return await work(service);
  } finally {
    await service.stop();
  }
}

async function measured(name: string, service: ServiceProcess, work: () => Promise<void>): Promise<Step> {
  const before = await residentBytes(service);
  let highest = before;
  const watch = setInterval(() => {
    residentBytes(service).then(
      (bytes) => (highest = Math.max(highest, bytes)),
      () => undefined, // the next look is soon
    );
  }, 200);
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  clearInterval(watch);
  return { name, seconds, before, highest };
}

async function residentBytes(service: ServiceProcess): Promise<number> {
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]);
}

async function fill(service: ServiceProcess, memories: number): Promise<void> {
  const text = textMaker(readWords(), WORDS, seededRandom(1));
  for (let first = 0; first < memories; first += BATCH) {
    const body = JSON.stringify({ memories: Array.from({ length: BATCH }, () => ({ content: text() })) });
    await succeeds(fetch(`${service.url}/remember/batch`, post(body, 'application/json')));
  }
}

async function exportTo(service: ServiceProcess, file: string): Promise<void> {
  const { body } = await fetch(`${service.url}/export`);
  if (!body) throw new Error('The export has no body');
  await pipeline(Readable.fromWeb(body), createWriteStream(file));
}

async function importFrom(service: ServiceProcess, file: string): Promise<void> {
  const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
  await succeeds(fetch(`${service.url}/import`, { ...post(body, 'application/x-ndjson'), duplex: 'half' }));
}

function post(body: string | ReadableStream, contentType: string): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': contentType }, body };
}

async function succeeds(answer: Promise<Response>): Promise<void> {
  const response = await answer;
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 500)}`);
}

function print(steps: readonly Step[], memories: number, bytes: number): void {
  console.log(`${memories} memories of ${WORDS} words, a file of ${Math.round(bytes / MEGABYTE)} MiB\n`);
  console.log('| step | seconds | memories/s | MiB resident before | at most |');
  console.log('|---|---|---|---|---|');
  for (const { name, seconds, before, highest } of steps) {
    const [rate, low, high] = [memories / seconds, before / MEGABYTE, highest / MEGABYTE].map(Math.round);
    console.log(`| ${name} | ${seconds.toFixed(1)} | ${rate} | ${low} | ${high} |`);
  }
}

void main();
