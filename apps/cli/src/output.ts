import { SingleBar } from 'cli-progress';

/** Where the program writes. Results go to `out`, everything else to `err`. */
export interface Streams {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** How far some work is. */
export interface Progress {
  update(done: number, total: number): void;
  stop(): void;
}

const PLAIN_EVERY_MS = 5_000;

/** What commands tell: sentences for a person, or one JSON document for a program. */
export class Output {
  constructor(
    private readonly streams: Streams,
    private readonly json = false,
  ) {}

  /** A line of the result; left out of JSON. */
  line(text: string): void {
    if (!this.json) this.streams.out.write(`${text}\n`);
  }

  /** The result as one JSON document; left out where a person reads. */
  document(value: unknown): void {
    if (this.json) this.streams.out.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** What is no result: notices and errors. */
  notice(text: string): void {
    this.streams.err.write(`${text}\n`);
  }

  /** A bar on a terminal, else a line now and then. @param unit what is counted */
  progress(label: string, unit: string): Progress {
    return this.streams.err.isTTY ? bar(label, unit, this.streams.err) : plain(label, unit, this);
  }
}

function bar(label: string, unit: string, stream: NodeJS.WritableStream): Progress {
  const format = `${label} {bar} {percentage}% · {value}/{total} ${unit}`;
  const single = new SingleBar({ format, stream, clearOnComplete: true, hideCursor: true });
  let started = false;
  return {
    update: (done, total) => {
      if (!started) single.start(total, done);
      started = true;
      single.setTotal(total);
      single.update(done);
    },
    stop: () => {
      if (started) single.stop();
    },
  };
}

function plain(label: string, unit: string, output: Output): Progress {
  let toldAt = performance.now();
  return {
    update: (done, total) => {
      if (performance.now() - toldAt < PLAIN_EVERY_MS) return;
      toldAt = performance.now();
      output.notice(`${label}: ${done} of ${total} ${unit}`);
    },
    stop: () => undefined,
  };
}
