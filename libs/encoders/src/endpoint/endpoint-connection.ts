import { connectionFault, systemClock } from '@somabrain/kernel';
import { EncoderFailure } from '@somabrain/retrieval';
import { errors, Pool } from 'undici';
import { type EmbeddingsAnswer, malformed, readEmbeddings } from './embeddings-answer';
import type { EndpointSettings } from './endpoint-settings';
import { refusalOf } from './refusals';

const CONNECT_MS = 2_000;
/** JSON of one number, and what stands around a vector. */
const BYTES_OF_NUMBER = 32;
const BYTES_AROUND = 4_096;

/** Kept-alive connections to an embedding endpoint. Redirects are not followed: an endpoint cannot send us elsewhere. */
export class EndpointConnection {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(private readonly settings: EndpointSettings) {
    const { origin, pathname, search } = new URL(settings.url);
    const base = pathname.replace(/\/+$/, '').replace(/\/embeddings$/, '');
    this.path = `${base}/embeddings${search}`;
    const { batchInputs, dimensions, timeoutMs } = settings;
    this.pool = new Pool(origin, {
      connections: 2 * settings.concurrency,
      connect: { timeout: Math.min(CONNECT_MS, timeoutMs) },
      maxResponseSize: batchInputs * (dimensions * BYTES_OF_NUMBER + BYTES_AROUND),
    });
  }

  /**
   * Sends one request. @param allowedMs until the answer comes too late
   * @throws EncoderFailure
   */
  async embed(input: readonly string[], allowedMs: number): Promise<EmbeddingsAnswer> {
    const late = AbortSignal.timeout(Math.floor(allowedMs));
    try {
      const { statusCode, headers, body } = await this.pool.request({
        method: 'POST',
        path: this.path,
        headers: this.headers(),
        body: JSON.stringify({ model: this.settings.model, input, encoding_format: 'float' }),
        signal: late,
      });
      if (statusCode === 200) {
        return readEmbeddings(await body.text(), input.length, this.settings.dimensions);
      }
      await body.dump();
      const retryAfter = headers['retry-after'];
      throw refusalOf(statusCode, retryAfter?.toString(), systemClock.now());
    } catch (error) {
      throw late.aborted && !(error instanceof EncoderFailure)
        ? new EncoderFailure('late', lateMessage(allowedMs), { cause: error })
        : failureOf(error);
    }
  }

  /** Breaks off what is in flight. */
  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private headers(): Record<string, string> {
    const { key } = this.settings;
    return {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      ...(key && { Authorization: `Bearer ${key.reveal()}` }),
    };
  }
}

function lateMessage(allowedMs: number): string {
  return `The embedding endpoint gave no answer in ${Math.round(allowedMs)} ms: is it overloaded, or are the batches too large for it?`;
}

function failureOf(error: unknown): EncoderFailure {
  if (error instanceof EncoderFailure) return error;
  if (error instanceof errors.ResponseExceededMaxSizeError) return malformed('it is too long', error);
  if (error instanceof errors.HTTPParserError) return malformed('it is not HTTP', error);
  const reason = connectionFault(error)?.message ?? 'the connection broke off';
  const message = `The embedding endpoint cannot be reached: ${reason}. Check that it runs, and its URL`;
  return new EncoderFailure('unreachable', message, { cause: error });
}
