import { once } from 'node:events';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { EncoderFailure } from '@somabrain/retrieval';
import type { OnnxReport, OnnxRequest, OnnxThreadSettings } from './messages';
import type { NeuralEncoding } from './onnx-model';

/** Sources are TypeScript where tests run them, JavaScript in a build. */
const EXTENSION = extname(__filename);
const PROGRAM = join(__dirname, `onnx-thread${EXTENSION}`);
const LOADER = EXTENSION === '.ts' ? ['--require', 'tsx/cjs'] : [];

interface Pending {
  readonly resolve: (encodings: readonly NeuralEncoding[]) => void;
  readonly reject: (error: EncoderFailure) => void;
}

/** One thread with a model of its own, which does one request at a time. One that ended is made anew by the next request. */
export class OnnxConnection {
  private worker: Promise<Worker> | null = null;
  private pending: Pending | null = null;

  constructor(private readonly settings: OnnxThreadSettings) {}

  /** Makes the thread and waits until it has loaded the model. @throws EncoderFailure */
  async start(): Promise<Worker> {
    this.worker ??= this.spawn();
    try {
      return await this.worker;
    } catch (error) {
      this.worker = null;
      throw error;
    }
  }

  /** Whether there is a thread, or one is being made. */
  get isRunning(): boolean {
    return this.worker !== null;
  }

  /** Encodes texts in one run; only when the last request is done. @throws EncoderFailure */
  async encode(texts: readonly string[]): Promise<readonly NeuralEncoding[]> {
    const worker = await this.start();
    return new Promise((resolve, reject) => {
      this.pending = { resolve, reject };
      worker.postMessage(texts satisfies OnnxRequest);
    });
  }

  /** Lets it finish what it has begun, and ends it. */
  async close(): Promise<void> {
    const worker = await this.worker?.catch(() => null);
    if (!worker) return;
    const ended = once(worker, 'exit');
    worker.postMessage(null satisfies OnnxRequest);
    await ended;
  }

  private spawn(): Promise<Worker> {
    const worker = new Worker(PROGRAM, { workerData: this.settings, execArgv: LOADER });
    const started = new Promise<Worker>((resolve, reject) => {
      const end = (failure: EncoderFailure): void => {
        reject(failure); // where it could not begin; without effect later
        // What a thread reports at its end is none of the next one's business.
        if (this.worker === started) this.fail(failure);
      };
      worker.on('message', (report: OnnxReport) => {
        if (report.kind === 'ready') resolve(worker);
        else if (report.kind === 'answer') this.take()?.resolve(report.encodings);
        else {
          const failure = new EncoderFailure(report.reason, report.message);
          reject(failure);
          this.take()?.reject(failure);
        }
      });
      worker.on('error', (cause) => end(threadEnded(cause)));
      worker.on('exit', () => end(threadEnded()));
    });
    return started;
  }

  private fail(failure: EncoderFailure): void {
    this.worker = null;
    this.take()?.reject(failure);
  }

  private take(): Pending | null {
    const { pending } = this;
    this.pending = null;
    return pending;
  }
}

function threadEnded(cause?: unknown): EncoderFailure {
  return new EncoderFailure('unreachable', 'The thread of the encoder ended; ask again', { cause });
}
