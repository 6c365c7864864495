import { once } from 'node:events';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Logger, Problem } from '@somabrain/kernel';
import type { IndexObserver } from '../ranking-engine';
import type { Failure, Report, Tasks, ThreadSettings } from './messages';

/** Sources are TypeScript where tests run them, JavaScript in a build. */
const EXTENSION = extname(__filename);
const PROGRAM = join(__dirname, `engine-thread${EXTENSION}`);
const LOADER = EXTENSION === '.ts' ? ['--require', 'tsx/cjs'] : [];

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One thread and what it has still to answer. A thread that ended unexpectedly is made anew when it is next asked for something. */
export class EngineConnection {
  private worker: Worker | null = null;
  private readonly pending = new Map<number, Pending>();
  private nextId = 0;
  private closing = false;

  /** @param memory is told the bytes that the indexes of this thread take */
  constructor(
    private readonly settings: ThreadSettings,
    private readonly observer: Omit<IndexObserver, 'indexMemory'>,
    private readonly memory: (bytes: number) => void,
    private readonly logger: Logger,
  ) {}

  /** Makes the thread. @throws when it cannot begin */
  async start(): Promise<void> {
    const worker = this.spawn();
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
    });
  }

  /** How much it has to do. */
  get load(): number {
    return this.pending.size;
  }

  /** @throws Problem as the thread threw it; MEMORY_UNAVAILABLE when the thread ends meanwhile */
  ask<Kind extends keyof Tasks>(kind: Kind, ask: Tasks[Kind]['ask']): Promise<Tasks[Kind]['answer']> {
    const worker = this.worker ?? this.spawn();
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve: (answer) => resolve(answer as Tasks[Kind]['answer']), reject });
      worker.postMessage({ id, kind, ...ask });
    });
  }

  /** Lets it finish what it has begun, and ends it. */
  async close(): Promise<void> {
    this.closing = true;
    if (!this.worker) return;
    const ended = once(this.worker, 'exit');
    await this.ask('close', {});
    await ended;
  }

  private spawn(): Worker {
    const worker = new Worker(PROGRAM, { workerData: this.settings, execArgv: LOADER });
    this.worker = worker;
    worker.on('message', (report: Report) => {
      this.hear(report);
    });
    worker.on('error', (err) => {
      this.logger.error({ err }, 'a ranking thread failed');
    });
    worker.on('exit', (code) => {
      this.ended(code);
    });
    return worker;
  }

  private hear(report: Report): void {
    switch (report.kind) {
      case 'ready':
        return;
      case 'index':
        this.observer[report.event]();
        return;
      case 'memory':
        this.memory(report.bytes);
        return;
      case 'answer':
        this.take(report.id)?.resolve(report.answer);
        return;
      case 'failure':
        this.take(report.id)?.reject(errorOf(report.failure));
    }
  }

  private take(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  private ended(code: number): void {
    this.worker = null;
    this.memory(0);
    if (!this.closing) this.logger.error({ code, pending: this.load }, 'a ranking thread ended');
    const lost = new Problem('MEMORY_UNAVAILABLE', 'The thread that ranks memories ended; try again');
    for (const { reject } of this.pending.values()) reject(lost);
    this.pending.clear();
  }
}

function errorOf({ code, message, errors, stack }: Failure): Error {
  const error = code === null ? new Error(message) : new Problem(code, message, { errors });
  if (stack !== undefined) error.stack = stack;
  return error;
}
