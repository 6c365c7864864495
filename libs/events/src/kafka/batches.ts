import { Problem } from '@somabrain/kernel';
import type { EventMessage } from '../event-bus';

/** Sends messages as one batch; resolves when they are stored. */
export type SendBatch = (messages: readonly EventMessage[]) => Promise<void>;

interface Publication {
  readonly messages: readonly EventMessage[];
  /** How many of them are stored. */
  stored: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

interface Batch {
  readonly messages: EventMessage[];
  /** What each publication has in it. */
  readonly parts: { readonly publication: Publication; readonly count: number }[];
}

const BATCH_MESSAGES = 500;
/** Brokers refuse a batch of a partition that is larger than 1 MiB (message.max.bytes) by default. */
const BATCH_BYTES = 512 * 1024;
/** Lets what several callers publish come together. */
const LINGER_MS = 5;
const MOST_WAITING = 100_000;

/**
 * Brings messages together in batches of up to 500, one under way at a time. A batch that fails rejects every publication it has a part of,
 * and nothing more of these is sent: what comes later must not overtake what failed.
 */
export class Batches {
  private readonly publications: Publication[] = [];
  private waiting = 0;
  private running: Promise<void> | null = null;

  constructor(private readonly send: SendBatch) {}

  /** Resolves when all messages are stored. @throws Problem OVERLOADED; what `send` threw */
  add(messages: readonly EventMessage[]): Promise<void> {
    if (messages.length === 0) return Promise.resolve();
    // What comes when nothing waits is taken whatever its size: refusing it would be for ever.
    if (this.waiting > 0 && this.waiting + messages.length > MOST_WAITING) {
      return Promise.reject(new Problem('OVERLOADED', 'Too many messages wait for the brokers'));
    }
    const stored = new Promise<void>((resolve, reject) => {
      this.publications.push({ messages, stored: 0, resolve, reject });
    });
    this.waiting += messages.length;
    this.running ??= this.run();
    return stored;
  }

  /** Resolves when nothing is under way. Never rejects. */
  async settled(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.publications.length > 0) {
      if (this.waiting < BATCH_MESSAGES) await new Promise((resolve) => setTimeout(resolve, LINGER_MS));
      const batch = batchOf(this.publications);
      try {
        await this.send(batch.messages);
        for (const { publication, count } of batch.parts) {
          publication.stored += count;
          if (publication.stored === publication.messages.length) this.end(publication).resolve();
        }
      } catch (error) {
        for (const { publication } of batch.parts) this.end(publication).reject(error);
      }
    }
    this.running = null;
  }

  private end(publication: Publication): Publication {
    this.publications.splice(this.publications.indexOf(publication), 1);
    this.waiting -= publication.messages.length;
    return publication;
  }
}

/** The messages that come next: at least one, up to the bounds of a batch. */
function batchOf(publications: readonly Publication[]): Batch {
  const batch: Batch = { messages: [], parts: [] };
  let bytes = 0;
  for (const publication of publications) {
    let count = 0;
    for (const message of publication.messages.slice(publication.stored)) {
      bytes += Buffer.byteLength(message.value);
      const full = batch.messages.length === BATCH_MESSAGES || bytes > BATCH_BYTES;
      if (full && batch.messages.length > 0) {
        if (count > 0) batch.parts.push({ publication, count });
        return batch;
      }
      batch.messages.push(message);
      count += 1;
    }
    batch.parts.push({ publication, count });
  }
  return batch;
}
