/**
 * Why an encoder made no vectors.
 *
 * - `absent`: the encoder, or a file of it, is not installed or not what it should be.
 * - `unreachable`: there is no connection, or it broke off; the thread ended.
 * - `late`: no answer in time.
 * - `overloaded`: too much waits already; nothing was tried.
 * - `rate_limited`: the endpoint wants to be asked later.
 * - `paused`: it failed several times in a row and is not asked for a while.
 * - `denied`: the credentials are refused.
 * - `refused`: these texts, or this request, are refused; the same again would be, too.
 * - `unavailable`: it answers that it cannot serve now.
 * - `malformed`: the answer is not what the protocol asks for.
 * - `wrong_dimensions`: the vectors are not of this space.
 */
export type EncoderFailureReason =
  | 'absent'
  | 'unreachable'
  | 'late'
  | 'overloaded'
  | 'rate_limited'
  | 'paused'
  | 'denied'
  | 'refused'
  | 'unavailable'
  | 'malformed'
  | 'wrong_dimensions';

/** An encoder made no vectors. The message says what an operator can do; it holds no text that was to be encoded and no secret. */
export class EncoderFailure extends Error {
  override readonly name = 'EncoderFailure';

  /** @param retryAfterMs how long to wait before asking again, where that is known */
  constructor(
    readonly reason: EncoderFailureReason,
    message: string,
    readonly options: { readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
  }

  get retryAfterMs(): number | undefined {
    return this.options.retryAfterMs;
  }
}
