/** Nobody answered in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/**
 * Waits for an answer so long at most. What has arrived by then counts, although this process was too busy to read it.
 * @throws NoAnswer; what the answer is rejected with
 */
export function answerInTime<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const giveUp = (): void => {
      reject(new NoAnswer(`no answer within ${milliseconds} ms`));
    };
    // Between timers and immediates the event loop reads its sockets: twice, since one reading may not be all.
    const timer = setTimeout(() => setImmediate(() => setImmediate(giveUp)), milliseconds);
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
