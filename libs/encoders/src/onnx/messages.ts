import type { EncoderFailureReason } from '@somabrain/retrieval';
import type { NeuralEncoding } from './onnx-model';

/** What a thread is made with. */
export interface OnnxThreadSettings {
  /** The folder of the model's package. */
  readonly model: string;
  /** The name of the runtime's package, or the path of a module that does the same. */
  readonly runtime: string;
}

/** Texts to encode in one run; null: end. */
export type OnnxRequest = readonly string[] | null;

/** What a thread reports: that it is ready, what became of the request in hand, or why it cannot begin. */
export type OnnxReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly encodings: readonly NeuralEncoding[] }
  | { readonly kind: 'failure'; readonly reason: EncoderFailureReason; readonly message: string };
