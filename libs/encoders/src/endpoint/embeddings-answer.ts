import { EncoderFailure } from '@somabrain/retrieval';

/** What an endpoint answered: a unit vector for each input, in the order of the inputs. */
export interface EmbeddingsAnswer {
  readonly vectors: readonly Float32Array[];
  /** What the endpoint counts; null where it does not tell. */
  readonly tokens: number | null;
}

/**
 * Reads the answer to a request with so many inputs.
 * @throws EncoderFailure `malformed`; `wrong_dimensions`
 */
export function readEmbeddings(body: string, inputs: number, dimensions: number): EmbeddingsAnswer {
  const answer = objectOf(parsed(body));
  const data = answer.data;
  if (!Array.isArray(data)) throw malformed('it has no list "data"');
  if (data.length !== inputs) throw malformed(`it has ${data.length} vectors for ${inputs} texts`);
  const vectors = new Array<Float32Array | undefined>(inputs).fill(undefined);
  for (const item of data as unknown[]) {
    const { index, embedding } = objectOf(item);
    if (typeof index !== 'number' || !(index in vectors)) throw malformed('a vector has no index of a text');
    if (vectors[index]) throw malformed(`text ${index} has two vectors`);
    vectors[index] = unitVector(embedding, dimensions);
  }
  return { vectors: vectors as Float32Array[], tokens: tokensOf(answer.usage) };
}

function unitVector(embedding: unknown, dimensions: number): Float32Array {
  if (!Array.isArray(embedding)) throw malformed('a vector is not a list of numbers');
  if (embedding.length !== dimensions) {
    throw new EncoderFailure(
      'wrong_dimensions',
      `The embedding endpoint gives vectors of ${embedding.length} dimensions, ${dimensions} are configured: ` +
        'configure the model that the endpoint serves, with its dimensions',
    );
  }
  let squares = 0;
  for (const component of embedding as unknown[]) {
    if (typeof component !== 'number') throw malformed('a vector is not a list of numbers');
    squares += component * component;
  }
  if (!Number.isFinite(squares) || squares === 0) throw malformed('a vector has no direction');
  const length = Math.sqrt(squares);
  return Float32Array.from(embedding as number[], (component) => component / length);
}

function tokensOf(usage: unknown): number | null {
  if (typeof usage !== 'object' || usage === null) return null;
  const { total_tokens: total, prompt_tokens: prompt } = usage as Record<string, unknown>;
  const tokens = total ?? prompt;
  return typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : null;
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw malformed('it is not an object where one should be');
  return value as Record<string, unknown>;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw malformed('it is not JSON', cause);
  }
}

export function malformed(what: string, cause?: unknown): EncoderFailure {
  const message = `The embedding endpoint's answer cannot be used: ${what}. Does its URL lead to an OpenAI-compatible /v1/embeddings?`;
  return new EncoderFailure('malformed', message, { cause });
}
