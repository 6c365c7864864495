import { monotonicClock } from '@somabrain/kernel';
import {
  EncoderFailure,
  type EncoderFailureReason,
  type EncodeOptions,
  type Encoding,
  PassageEncoder,
  type VectorSpace,
} from '@somabrain/retrieval';
import { type BatchLimits, batchesOf } from '../batches';
import { type EncoderObserver, NO_OBSERVER, type TextKind } from '../encoder-observer';
import type { OnnxThreadSettings } from './messages';
import { describeModel, versionOfModel } from './model-package';
import { OnnxConnection } from './onnx-connection';
import type { NeuralEncoding } from './onnx-model';
import { type Job, TextQueue } from './text-queue';

/** A thread that ended, or could not begin, is not made anew before this, so that a broken model does not take a core. */
const RESTART_MS = 5_000;
/**
 * A question waits for one run at most, so runs are short: one paragraph, or two turns of a conversation. On one core longer runs saved no
 * time (8.3 to 8.7 ms a turn with eight, four and two) and made questions beside them wait 71 ms instead of 13.
 */
const BATCH: BatchLimits = { inputs: 2, characters: 250 };

export interface OnnxSettings extends OnnxThreadSettings {
  /** Each holds the model once more. */
  readonly threads: number;
  /** How many runs of each kind, questions and passages, may wait for a thread. */
  readonly waiting: number;
}

/** Encodes with a neural model in threads of its own. A question goes before all passages that wait. */
export class OnnxEncoder extends PassageEncoder {
  readonly space: VectorSpace;
  private readonly queue: TextQueue;
  private readonly idle: OnnxConnection[];
  private readonly working = new Set<Promise<void>>();
  private brokenUntil = 0;
  private broken: EncoderFailure | null = null;
  private closed = false;

  private constructor(
    settings: OnnxSettings,
    private readonly observer: EncoderObserver,
  ) {
    super();
    const description = describeModel(settings.model);
    this.space = {
      encoder: description.name,
      version: versionOfModel(description),
      dimensions: description.dimensions,
      tokenDimensions: description.dimensions,
    };
    this.queue = new TextQueue(settings.waiting);
    this.idle = Array.from({ length: settings.threads }, () => new OnnxConnection(settings));
  }

  /** Begins the threads. @throws EncoderFailure `absent` if the model or the runtime is not installed or damaged */
  static async start(settings: OnnxSettings, observer: EncoderObserver = NO_OBSERVER): Promise<OnnxEncoder> {
    const encoder = new OnnxEncoder(settings, observer);
    try {
      await Promise.all(encoder.idle.map((connection) => connection.start()));
    } catch (error) {
      await encoder.close();
      throw error;
    }
    return encoder;
  }

  async encodeQuestion(text: string, { deadlineAt }: EncodeOptions = {}): Promise<Encoding> {
    const [encoding] = await this.run('question', [text], deadlineAt);
    return encoding!;
  }

  async encodePassages(texts: readonly string[], { deadlineAt }: EncodeOptions = {}): Promise<Encoding[]> {
    // A run is padded to its longest text, so texts of similar lengths go together.
    const order = [...texts.keys()].sort((a, b) => texts[a]!.length - texts[b]!.length);
    const sorted = order.map((i) => texts[i]!);
    const encodings = new Array<Encoding>(texts.length);
    for (const { start, end } of batchesOf(sorted, BATCH)) {
      const encoded = await this.run('passage', sorted.slice(start, end), deadlineAt);
      encoded.forEach((encoding, i) => (encodings[order[start + i]!] = encoding));
    }
    return encodings;
  }

  /** Finishes what a thread has in hand; what waits fails. */
  async close(): Promise<void> {
    this.closed = true;
    this.queue.clear(closedFailure());
    await Promise.all(this.working);
    await Promise.all(this.idle.map((connection) => connection.close()));
  }

  private async run(
    kind: TextKind,
    texts: readonly string[],
    deadlineAt: number | undefined,
  ): Promise<readonly NeuralEncoding[]> {
    const start = monotonicClock.now();
    let outcome: 'answered' | EncoderFailureReason = 'answered';
    try {
      this.refuseWhileBroken(start);
      const encodings = await this.queue.wait(kind, texts, deadlineAt, () => this.dispatch());
      const tokens = encodings.reduce((sum, { tokens: { pieces } }) => sum + pieces.length, 0);
      this.observer.encoded(kind, texts.length, tokens);
      return encodings;
    } catch (error) {
      if (error instanceof EncoderFailure) outcome = error.reason;
      throw error;
    } finally {
      this.observer.asked(kind, outcome, (monotonicClock.now() - start) / 1000);
    }
  }

  private refuseWhileBroken(now: number): void {
    if (this.closed) throw closedFailure();
    if (!this.broken || now >= this.brokenUntil) return;
    const { reason, message } = this.broken;
    throw new EncoderFailure(reason, message, { retryAfterMs: Math.ceil(this.brokenUntil - now) });
  }

  /** Gives jobs to threads that have none. */
  private dispatch(): void {
    while (this.idle.length > 0) {
      const job = this.queue.next();
      if (!job) return;
      const connection = this.idle.shift()!;
      const work = this.work(connection, job).finally(() => {
        this.working.delete(work);
        this.idle.push(connection);
        this.dispatch();
      });
      this.working.add(work);
    }
  }

  private async work(connection: OnnxConnection, job: Job): Promise<void> {
    try {
      job.settle(await connection.encode(job.texts));
      this.broken = null;
    } catch (error) {
      const failure = error instanceof EncoderFailure ? error : unexpected(error);
      if (!connection.isRunning) this.noteBroken(failure);
      job.settle(failure);
    }
  }

  private noteBroken(failure: EncoderFailure): void {
    this.broken = failure;
    this.brokenUntil = monotonicClock.now() + RESTART_MS;
    this.queue.clear(failure);
  }
}

function closedFailure(): EncoderFailure {
  return new EncoderFailure('unreachable', 'The encoder was closed');
}

function unexpected(cause: unknown): EncoderFailure {
  return new EncoderFailure('unavailable', 'The encoder failed', { cause });
}
