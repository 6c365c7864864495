import { createHash } from 'node:crypto';
import { monotonicClock } from '@somabrain/kernel';
import { type EncodeOptions, type Encoding, PassageEncoder, type VectorSpace } from '@somabrain/retrieval';
import { batchesOf, cutText } from '../batches';
import { type EncoderObserver, NO_OBSERVER } from '../encoder-observer';
import { EndpointConnection } from './endpoint-connection';
import type { EndpointSettings } from './endpoint-settings';
import { type Pause, RequestLane } from './request-lane';

/** A timer takes no more milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Encodes with an OpenAI-compatible endpoint. Nothing is repeated here: a question is better answered without its vector than late, and
 * passages wait in a queue that asks again.
 */
export class EndpointEncoder extends PassageEncoder {
  readonly space: VectorSpace;
  private readonly connection: EndpointConnection;
  private readonly questions: RequestLane;
  private readonly passages: RequestLane;

  constructor(
    private readonly settings: EndpointSettings,
    observer: EncoderObserver = NO_OBSERVER,
  ) {
    super();
    this.space = {
      encoder: 'endpoint',
      version: versionOf(settings),
      dimensions: settings.dimensions,
      tokenDimensions: null,
    };
    this.connection = new EndpointConnection(settings);
    const pause: Pause = { until: 0 };
    this.questions = new RequestLane('question', settings, this.connection, pause, observer);
    this.passages = new RequestLane('passage', settings, this.connection, pause, observer);
  }

  async encodeQuestion(text: string, options?: EncodeOptions): Promise<Encoding> {
    const [encoding] = await this.encode(this.questions, this.settings.questionPrefix, [text], options);
    return encoding!;
  }

  encodePassages(texts: readonly string[], options?: EncodeOptions): Promise<Encoding[]> {
    return this.encode(this.passages, this.settings.passagePrefix, texts, options);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private async encode(
    lane: RequestLane,
    prefix: string,
    texts: readonly string[],
    { deadlineAt }: EncodeOptions = {},
  ): Promise<Encoding[]> {
    const vectors: Float32Array[] = texts.map(() => new Float32Array(this.settings.dimensions));
    // Endpoints refuse an empty text; its vector is the zero vector.
    const asked = [...texts.keys()].filter((i) => texts[i]!.trim() !== '');
    const inputs = asked.map((i) => prefix + cutText(texts[i]!, this.settings.textCharacters));
    await this.askAll(lane, inputs, deadlineAt, (input, vector) => {
      vectors[asked[input]!] = vector;
    });
    return vectors.map((vector) => ({ vector, tokens: null }));
  }

  /** Asks for all inputs, a few batches at a time; after a failure no more is asked. */
  private async askAll(
    lane: RequestLane,
    inputs: readonly string[],
    deadlineAt: number | undefined,
    take: (input: number, vector: Float32Array) => void,
  ): Promise<void> {
    const { batchInputs, batchCharacters, concurrency } = this.settings;
    const batches = batchesOf(inputs, { inputs: batchInputs, characters: batchCharacters });
    const signal = deadlineSignal(deadlineAt);
    const next = batches.values();
    let failed = false;
    const askInTurn = async (): Promise<void> => {
      for (const { start, end } of next) {
        if (failed) return;
        const { vectors } = await lane.ask(inputs.slice(start, end), signal, deadlineAt);
        vectors.forEach((vector, i) => take(start + i, vector));
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(concurrency, batches.length) }, askInTurn));
    } finally {
      failed = true;
    }
  }
}

/** Fires at the deadline; never without one. */
function deadlineSignal(deadlineAt: number | undefined): AbortSignal {
  if (deadlineAt === undefined) return new AbortController().signal;
  const leftMs = Math.min(Math.max(0, Math.ceil(deadlineAt - monotonicClock.now())), LONGEST_TIMER_MS);
  return AbortSignal.timeout(leftMs);
}

/** Another model, other prefixes and another length make other vectors. What the endpoint serves under a name is up to its operator. */
function versionOf(settings: EndpointSettings): string {
  const { model, dimensions, questionPrefix, passagePrefix, textCharacters } = settings;
  const made = JSON.stringify([model, dimensions, questionPrefix, passagePrefix, textCharacters]);
  return `${model}@${createHash('sha256').update(made).digest('hex').slice(0, 8)}`;
}
