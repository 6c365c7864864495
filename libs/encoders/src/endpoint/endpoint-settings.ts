import type { Secret } from '@somabrain/config';

/** An embedding endpoint that speaks the protocol of OpenAI: TEI, vLLM, Ollama, OpenAI and others. */
export interface EndpointSettings {
  /** Up to and including the version, such as `http://tei:8080/v1`; `/embeddings` is added where it is not there. */
  readonly url: string;
  readonly model: string;
  /** Of its vectors. Answers with others are refused. */
  readonly dimensions: number;
  /** Sent as bearer token; null: none is sent. */
  readonly key: Secret | null;
  /** Put before a question, as the model's card asks for; for E5 `query: `. */
  readonly questionPrefix: string;
  /** Put before a passage; for E5 `passage: `. */
  readonly passagePrefix: string;
  /** Milliseconds until an answer comes too late. */
  readonly timeoutMs: number;
  /** The most texts of a request. */
  readonly batchInputs: number;
  /** The most UTF-16 code units of a request; a single text may have more. */
  readonly batchCharacters: number;
  /** Longer texts are cut. */
  readonly textCharacters: number;
  /** Requests for passages at a time; questions have as many of their own, so that they do not wait behind passages. */
  readonly concurrency: number;
  /** How many more requests of each kind may wait. */
  readonly waiting: number;
  /** Failures in a row after which it is not asked for a while, and how many milliseconds that is. */
  readonly failuresToPause: number;
  readonly pauseMs: number;
}

/** What fits most endpoints: TEI takes 32 texts a request unless told otherwise. */
export const ENDPOINT_DEFAULTS = {
  key: null,
  questionPrefix: '',
  passagePrefix: '',
  timeoutMs: 10_000,
  batchInputs: 32,
  batchCharacters: 32_000,
  textCharacters: 4_000,
  concurrency: 4,
  waiting: 64,
  failuresToPause: 5,
  pauseMs: 5_000,
} as const satisfies Partial<EndpointSettings>;
