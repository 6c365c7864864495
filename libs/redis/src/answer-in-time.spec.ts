import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { answerInTime, NoAnswer } from './answer-in-time';

/** Answers in a thread of its own, as another process would, and says in the shared memory that it has. */
const ECHO = `
  const { createServer } = require('node:net');
  const { parentPort, workerData: sent } = require('node:worker_threads');
  const echo = (socket) => socket.on('data', (data) => socket.write(data, () => Atomics.store(sent, 0, 1)));
  const server = createServer(echo).listen(0, '127.0.0.1', () => {
    parentPort.postMessage(server.address().port);
  });`;

/** Keeps the process busy until the answer was sent, and so long at least: it can read none meanwhile. */
function beBusy(milliseconds: number, sent: Int32Array): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end || Atomics.load(sent, 0) === 0);
}

describe('an answer in time', () => {
  it('is passed on, a refusal too', async () => {
    await expect(answerInTime(Promise.resolve('pong'), 50)).resolves.toBe('pong');
    await expect(answerInTime(Promise.reject(new Error('NOAUTH')), 50)).rejects.toThrow('NOAUTH');
  });

  it('is not waited for longer', async () => {
    await expect(answerInTime(new Promise(() => undefined), 10)).rejects.toBeInstanceOf(NoAnswer);
  });

  it.each([15, 100])('counts when it came while this process was busy for %i ms', async (milliseconds) => {
    const sent = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(ECHO, { eval: true, workerData: sent });
    const [echo] = (await once(worker, 'message')) as [number];
    const socket = connect(echo, '127.0.0.1');
    await once(socket, 'connect');
    const pong = once(socket, 'data');
    socket.write('ping');
    const answer = answerInTime(pong, 10);
    beBusy(milliseconds, sent);
    expect(String((await answer)[0])).toBe('ping');
    socket.destroy();
    await worker.terminate();
  });
});
