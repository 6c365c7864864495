import type { CircuitState } from '@somabrain/resilience';
import type { EncoderFailureReason } from '@somabrain/retrieval';

/** Questions are answered while somebody waits, passages in the background. */
export type TextKind = 'question' | 'passage';

/** Told what an encoder does, for metrics and logs. */
export interface EncoderObserver {
  /** A request ended, after so many seconds. */
  asked(kind: TextKind, outcome: 'answered' | EncoderFailureReason, seconds: number): void;
  /** Texts were encoded. @param tokens what an endpoint charges for, null where it does not tell */
  encoded(kind: TextKind, texts: number, tokens: number | null): void;
  /** The circuit breaker of this kind of request changed its state. */
  breaker(kind: TextKind, state: CircuitState): void;
}

export const NO_OBSERVER: EncoderObserver = {
  asked: () => undefined,
  encoded: () => undefined,
  breaker: () => undefined,
};
