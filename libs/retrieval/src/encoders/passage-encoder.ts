/** What vectors can be compared within: those that one encoder makes in one version. */
export interface VectorSpace {
  /** Such as `static` or `minilm`. */
  readonly encoder: string;
  /** Changes whenever the encoder would make another vector of a text. */
  readonly version: string;
  readonly dimensions: number;
  /** Of the vector of each token; null where the encoder makes none. */
  readonly tokenDimensions: number | null;
}

/** The tokens of a text in order, each with its vector in context. */
export interface TokenVectors {
  /** The row of each token in the encoder's vocabulary, special tokens included. */
  readonly pieces: Int32Array;
  /** `tokenDimensions` components for each token, as the model makes them: of any length. */
  readonly vectors: Float32Array;
}

/** What an encoder makes of a text. */
export interface Encoding {
  /** The unit vector; the zero vector if the text has nothing that the encoder knows. */
  readonly vector: Float32Array | Float64Array;
  readonly tokens: TokenVectors | null;
}

export interface EncodeOptions {
  /** When the answer is of no use any more: milliseconds of the monotonic clock (`performance.now()`). */
  readonly deadlineAt?: number | undefined;
}

/**
 * Makes vectors of texts: the closer their meanings, the larger the cosine. Encoders may tell questions and passages apart. The same text has
 * the same encoding, whatever other texts are encoded with it.
 */
export abstract class PassageEncoder {
  abstract readonly space: VectorSpace;

  /** @throws EncoderFailure */
  abstract encodeQuestion(text: string, options?: EncodeOptions): Promise<Encoding>;

  /** The encodings of passages in their order. @throws EncoderFailure when one of them cannot be made: then none is */
  abstract encodePassages(texts: readonly string[], options?: EncodeOptions): Promise<Encoding[]>;

  /** Lets go of connections and threads. What is asked then fails. */
  abstract close(): Promise<void>;
}

/** Identifies a space in a table or a log. */
export function spaceName({ encoder, version }: VectorSpace): string {
  return `${encoder}@${version}`;
}
