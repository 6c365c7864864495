import { monotonicClock } from '@somabrain/kernel';
import { EncoderFailure } from '@somabrain/retrieval';
import type { TextKind } from '../encoder-observer';
import type { NeuralEncoding } from './onnx-model';

/** A timer takes no more milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Texts to encode in one run, and who waits for them. */
export interface Job {
  readonly kind: TextKind;
  readonly texts: readonly string[];
  readonly settle: (outcome: readonly NeuralEncoding[] | EncoderFailure) => void;
}

/** Texts that wait for a thread, questions before passages. Each waits no longer than its deadline. */
export class TextQueue {
  private readonly waiting: Readonly<Record<TextKind, Job[]>> = { question: [], passage: [] };

  /** @param seats how many jobs of each kind may wait */
  constructor(private readonly seats: number) {}

  /**
   * Adds a job. @param added is called when it waits
   * @throws EncoderFailure `overloaded`; `late`, also while a thread has it in hand; why the encoding failed
   */
  async wait(
    kind: TextKind,
    texts: readonly string[],
    deadlineAt: number | undefined,
    added: () => void,
  ): Promise<readonly NeuralEncoding[]> {
    const jobs = this.waiting[kind];
    if (jobs.length >= this.seats) {
      const message = `The encoder has ${jobs.length} requests waiting; ask again later`;
      throw new EncoderFailure('overloaded', message);
    }
    const leftMs = (deadlineAt ?? Infinity) - monotonicClock.now();
    if (leftMs <= 0) throw new EncoderFailure('late', 'There was no time left to encode');
    return new Promise((resolve, reject) => {
      const settle: Job['settle'] = (outcome) => {
        clearTimeout(timer);
        if (outcome instanceof EncoderFailure) reject(outcome);
        else resolve(outcome);
      };
      const job: Job = { kind, texts, settle };
      const timer = leftMs > LONGEST_TIMER_MS ? undefined : setTimeout(() => this.giveUp(job), leftMs);
      jobs.push(job);
      added();
    });
  }

  /** Takes the next job. */
  next(): Job | undefined {
    return this.waiting.question.shift() ?? this.waiting.passage.shift();
  }

  /** Fails all that waits. */
  clear(failure: EncoderFailure): void {
    for (let job = this.next(); job; job = this.next()) job.settle(failure);
  }

  private giveUp(job: Job): void {
    const jobs = this.waiting[job.kind];
    const place = jobs.indexOf(job);
    if (place >= 0) jobs.splice(place, 1);
    job.settle(new EncoderFailure('late', 'The encoder did not answer before the deadline'));
  }
}
