import type { Connection } from '@somabrain/client';

/** The API did not answer. */
class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** Names the API that did not answer, and passes every other error on. */
export function explainUnreachable({ baseUrl }: Connection): (error: unknown) => never {
  return (error) => {
    // What fetch throws when there is no answer; its cause tells why.
    if (!(error instanceof TypeError)) throw error;
    const message = `The API at ${baseUrl} did not answer. Is it running there? Another is chosen with --url`;
    throw new UnreachableError(message, { cause: error.cause });
  };
}

/** The stream, whose errors name the API. */
export async function* answered<T>(connection: Connection, stream: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* stream;
  } catch (error) {
    explainUnreachable(connection)(error);
  }
}
