import { EncoderFailure } from '@somabrain/retrieval';

/** Where an endpoint does not say how long to wait. */
const USUAL_PAUSE_MS = 1_000;
/** An endpoint is asked again after this at the latest, whatever it says. */
const LONGEST_PAUSE_MS = 10 * 60_000;

/** What an answer without success means. @param retryAfter its `Retry-After` */
export function refusalOf(status: number, retryAfter: string | undefined, now: number): EncoderFailure {
  const says = `The embedding endpoint answers with status ${status}`;
  if (status === 429) {
    const retryAfterMs = pauseOf(retryAfter, now) ?? USUAL_PAUSE_MS;
    const seconds = Math.ceil(retryAfterMs / 1000);
    const message = `${says} (too many requests): it is asked again in ${seconds} s; lower the concurrency or raise its limit`;
    return new EncoderFailure('rate_limited', message, { retryAfterMs });
  }
  if (status >= 500) {
    const retryAfterMs = pauseOf(retryAfter, now);
    const message = `${says}: see its own log`;
    return new EncoderFailure('unavailable', message, retryAfterMs === undefined ? {} : { retryAfterMs });
  }
  if (status === 401 || status === 403)
    return new EncoderFailure('denied', `${says}: correct the key it is asked with`);
  if (status === 404)
    return new EncoderFailure('denied', `${says}: correct its URL or the name of the model`);
  if (status >= 300 && status < 400) {
    const message = `${says}: redirects are not followed, so configure the URL that it leads to`;
    return new EncoderFailure('denied', message);
  }
  const message = `${says}: it refuses this request. Are the model, the size of a batch and the length of a text within its limits?`;
  return new EncoderFailure('refused', message);
}

/** Milliseconds that a `Retry-After` asks for, in seconds or as a date. */
function pauseOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_PAUSE_MS);
}
