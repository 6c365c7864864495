/** A client of the brokers that has connections. */
interface Client {
  disconnect(): Promise<void>;
}

/**
 * Lets go of a client that failed, without waiting for it. Never rejects: whatever it is connected to may be gone.
 * @param work what it was doing. It may connect again before it gives up, so the client is disconnected once more afterwards
 */
export async function abandon(client: Client, work: Promise<unknown>): Promise<void> {
  await Promise.allSettled([client.disconnect(), work]);
  await Promise.allSettled([client.disconnect()]);
}

/** Closes a client, and does not wait longer than this for brokers that do not answer. */
export async function disconnect(client: Client, milliseconds: number): Promise<void> {
  await Promise.allSettled([inTime(client.disconnect(), milliseconds)]);
}

/** @throws Error when the work is not done by then; what the work threw */
export async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`Kafka did not answer within ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
