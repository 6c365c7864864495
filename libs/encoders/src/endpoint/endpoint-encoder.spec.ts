import { Secret } from '@somabrain/config';
import { EncoderFailure } from '@somabrain/retrieval';
import {
  type Answer,
  answerEmbeddings,
  answerJson,
  EmbeddingServer,
  SERVED_DIMENSIONS,
} from '../../../../test/support/embedding-server';
import type { EncoderObserver } from '../encoder-observer';
import { EndpointEncoder } from './endpoint-encoder';
import { ENDPOINT_DEFAULTS, type EndpointSettings } from './endpoint-settings';

const FROZEN: Answer = () => undefined;

describe('EndpointEncoder', () => {
  const server = new EmbeddingServer();
  let started: EndpointEncoder[] = [];
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  afterEach(async () => {
    await Promise.all(started.map((encoder) => encoder.close()));
    started = [];
    server.received.length = 0;
    server.mostAtATime = 0;
    server.instead = null;
  });

  function encoderOf(settings: Partial<EndpointSettings> = {}, observer?: EncoderObserver): EndpointEncoder {
    const served = { url: server.url, model: 'words', dimensions: SERVED_DIMENSIONS };
    const encoder = new EndpointEncoder({ ...ENDPOINT_DEFAULTS, ...served, ...settings }, observer);
    started.push(encoder);
    return encoder;
  }

  async function failureOf(asked: Promise<unknown>): Promise<EncoderFailure> {
    const failure: unknown = await asked.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EncoderFailure);
    return failure as EncoderFailure;
  }

  describe('asks', () => {
    it('for the model, at /embeddings below the URL, with the key', async () => {
      await encoderOf({ url: `${server.url}/`, key: new Secret('key-1') }).encodeQuestion('cats');
      await encoderOf({ url: `${server.url}/embeddings` }).encodeQuestion('cats');
      expect(server.received).toEqual([
        { path: '/v1/embeddings', authorization: 'Bearer key-1', model: 'words', input: ['cats'] },
        { path: '/v1/embeddings', authorization: undefined, model: 'words', input: ['cats'] },
      ]);
    });

    it('with the prefixes of the model', async () => {
      const encoder = encoderOf({ questionPrefix: 'query: ', passagePrefix: 'passage: ' });
      await encoder.encodeQuestion('cats');
      await encoder.encodePassages(['dogs']);
      expect(server.received.map(({ input }) => input)).toEqual([['query: cats'], ['passage: dogs']]);
    });

    it('in batches of so many texts and characters, a few at a time, and keeps the order', async () => {
      const encoder = encoderOf({ batchInputs: 3, batchCharacters: 30, concurrency: 2 });
      const texts = ['one', 'two', 'three', 'four', 'a longer text of thirty-three chars', 'six', 'seven'];
      const encodings = await encoder.encodePassages(texts);
      expect(server.received.map(({ input }) => input.length).sort()).toEqual([1, 1, 2, 3]);
      expect(server.mostAtATime).toBeLessThanOrEqual(2);
      for (const [i, text] of texts.entries()) {
        expect(encodings[i]!.vector).toEqual((await encoder.encodeQuestion(text)).vector);
      }
    });

    it('never with an empty text, and with the beginning of a long one', async () => {
      const encoder = encoderOf({ textCharacters: 5 });
      const [empty] = await encoder.encodePassages([' ', 'abcd😀']);
      expect(server.received.map(({ input }) => input)).toEqual([['abcd']]);
      expect(empty!.vector).toEqual(new Float32Array(SERVED_DIMENSIONS));
    });

    it('no more than so many at a time, while some wait and the rest is turned away', async () => {
      const held: (() => void)[] = [];
      server.instead = (response, received) => held.push(() => answerEmbeddings(response, received));
      const encoder = encoderOf({ concurrency: 1, waiting: 1 });
      const first = encoder.encodeQuestion('one');
      const second = encoder.encodeQuestion('two');
      expect((await failureOf(encoder.encodeQuestion('three'))).reason).toBe('overloaded');
      // Passages have a place of their own.
      const passages = encoder.encodePassages(['four']);
      while (server.received.length < 3) {
        held.splice(0).forEach((answer) => answer());
        await new Promise(setImmediate);
      }
      server.instead = null;
      held.splice(0).forEach((answer) => answer());
      await Promise.all([first, second, passages]);
    });
  });

  describe('fails', () => {
    const answers: [string, Answer, string, RegExp][] = [
      [
        'vectors of other dimensions',
        (r, { input }) => answerJson(r, 200, vectors(input, 3)),
        'wrong_dimensions',
        /3 dimensions, 16 are configured/,
      ],
      ['what is not JSON', (r) => r.end('<html>'), 'malformed', /not JSON/],
      ['another object', (r) => answerJson(r, 200, { embeddings: [] }), 'malformed', /no list "data"/],
      ['too few vectors', (r) => answerJson(r, 200, { data: [] }), 'malformed', /0 vectors for 1 texts/],
      [
        'a vector of no text',
        (r) => answerJson(r, 200, { data: [{ index: 7, embedding: [] }] }),
        'malformed',
        /no index of a text/,
      ],
      [
        'words for numbers',
        (r) => answerJson(r, 200, { data: [{ index: 0, embedding: new Array(16).fill('1') }] }),
        'malformed',
        /not a list of numbers/,
      ],
      [
        'a vector without direction',
        (r) => answerJson(r, 200, { data: [{ index: 0, embedding: new Array(16).fill(0) }] }),
        'malformed',
        /no direction/,
      ],
      ['an endless answer', (r) => r.end('x'.repeat(4_000_000)), 'malformed', /too long/],
      [
        'half an answer',
        (r) => void r.writeHead(200, { 'content-length': 100 }).write('{', () => r.destroy()),
        'unreachable',
        /broke/,
      ],
      ['no HTTP', (r) => void r.socket!.end('hello\r\n\r\n'), 'malformed', /not HTTP/],
      ['401', (r) => answerJson(r, 401, {}), 'denied', /correct the key/],
      ['404', (r) => answerJson(r, 404, {}), 'denied', /correct its URL or the name of the model/],
      ['413', (r) => answerJson(r, 413, {}), 'refused', /size of a batch/],
      ['503', (r) => answerJson(r, 503, {}), 'unavailable', /see its own log/],
    ];

    it.each(answers)('with a reason and advice on %s', async (_, answer, reason, advice) => {
      server.instead = answer;
      const failure = await failureOf(encoderOf({ batchInputs: 1 }).encodePassages(['my secret diary']));
      expect(failure.reason).toBe(reason);
      expect(failure.message).toMatch(advice);
      expect(failure.message).not.toContain('diary');
    });

    it('where nothing listens, and works when the endpoint is back', async () => {
      const own = new EmbeddingServer();
      await own.start();
      const { port, url } = own;
      await own.stop();
      const encoder = encoderOf({ url });
      const failure = await failureOf(encoder.encodeQuestion('cats'));
      expect(failure).toMatchObject({ reason: 'unreachable' });
      expect(failure.message).toContain('connection refused');
      await own.start(port);
      await expect(encoder.encodeQuestion('cats')).resolves.toMatchObject({ tokens: null });
      await own.stop();
    });

    it('when a frozen endpoint exceeds the timeout, or a shorter deadline', async () => {
      server.instead = FROZEN;
      const late = await failureOf(encoderOf({ timeoutMs: 60 }).encodePassages(['cats']));
      expect(late).toMatchObject({
        reason: 'late',
        message: expect.stringContaining('no answer in 60 ms') as string,
      });
      const asked = encoderOf({ timeoutMs: 600_000 }).encodeQuestion('cats', {
        deadlineAt: performance.now() + 60,
      });
      expect((await failureOf(asked)).reason).toBe('late');
    });

    it('when an endpoint is so slow that its answer has no end in time', async () => {
      server.instead = (response) => void response.writeHead(200).write('{"data":');
      expect((await failureOf(encoderOf({ timeoutMs: 60 }).encodeQuestion('cats'))).reason).toBe('late');
    });

    it('as a whole where one batch fails', async () => {
      server.instead = (response, received) =>
        received.input.includes('bad') ? answerJson(response, 400, {}) : answerEmbeddings(response, received);
      const asked = encoderOf({ batchInputs: 1 }).encodePassages(['good', 'bad', 'fine']);
      expect((await failureOf(asked)).reason).toBe('refused');
    });

    it('while waiting when the deadline passes', async () => {
      server.instead = FROZEN;
      const encoder = encoderOf({ concurrency: 1 });
      const first = failureOf(encoder.encodeQuestion('one'));
      const waits = encoder.encodeQuestion('two', { deadlineAt: performance.now() + 60 });
      expect(await failureOf(waits)).toMatchObject({
        reason: 'late',
        message: expect.stringContaining('busy') as string,
      });
      await encoder.close();
      await first;
    });
  });

  it('does not follow a redirect', async () => {
    const elsewhere = new EmbeddingServer();
    await elsewhere.start();
    for (const status of [301, 302, 307, 308]) {
      server.instead = (response) =>
        response.writeHead(status, { location: `${elsewhere.url}/embeddings` }).end();
      const failure = await failureOf(encoderOf({ key: new Secret('key-1') }).encodeQuestion('cats'));
      expect(failure).toMatchObject({
        reason: 'denied',
        message: expect.stringContaining('not followed') as string,
      });
    }
    expect(elsewhere.received).toEqual([]);
    await elsewhere.stop();
  });

  it('leaves the endpoint alone as long as a 429 asks for', async () => {
    server.instead = (response) => void response.writeHead(429, { 'retry-after': '120' }).end();
    const encoder = encoderOf();
    expect(await failureOf(encoder.encodePassages(['cats']))).toMatchObject({
      reason: 'rate_limited',
      retryAfterMs: 120_000,
    });
    server.instead = null;
    const again = await failureOf(encoder.encodeQuestion('cats'));
    expect(again.reason).toBe('rate_limited');
    expect(again.retryAfterMs).toBeGreaterThan(60_000);
    expect(server.received).toHaveLength(1);
  });

  it('asks again when the time of a 429 is over', async () => {
    server.instead = (response) => void response.writeHead(429, { 'retry-after': '0' }).end();
    const encoder = encoderOf();
    expect((await failureOf(encoder.encodeQuestion('cats'))).reason).toBe('rate_limited');
    server.instead = null;
    await expect(encoder.encodeQuestion('cats')).resolves.toMatchObject({ tokens: null });
  });

  it('pauses after failures in a row, for each kind of request, and tries again later', async () => {
    server.instead = (response) => answerJson(response, 500, {});
    const encoder = encoderOf({ failuresToPause: 2, pauseMs: 50 });
    for (let i = 0; i < 2; i++)
      expect((await failureOf(encoder.encodeQuestion('cats'))).reason).toBe('unavailable');
    expect(await failureOf(encoder.encodeQuestion('cats'))).toMatchObject({
      reason: 'paused',
      retryAfterMs: 50,
    });
    server.instead = null;
    await expect(encoder.encodePassages(['cats'])).resolves.toHaveLength(1);
    let answered = false;
    while (!answered)
      answered = await encoder.encodeQuestion('cats').then(
        () => true,
        () => false,
      );
  });

  it('does not pause for texts that the endpoint refuses', async () => {
    server.instead = (response) => answerJson(response, 422, {});
    const encoder = encoderOf({ failuresToPause: 1 });
    for (let i = 0; i < 3; i++)
      expect((await failureOf(encoder.encodePassages(['x']))).reason).toBe('refused');
  });

  it('tells what was asked, what it came to, and what it cost', async () => {
    const told: unknown[][] = [];
    const observer: EncoderObserver = {
      asked: (kind, outcome) => told.push(['asked', kind, outcome]),
      encoded: (...encoded) => told.push(['encoded', ...encoded]),
      breaker: (...state) => told.push(['breaker', ...state]),
    };
    const encoder = encoderOf({ failuresToPause: 1, pauseMs: 60_000 }, observer);
    await encoder.encodePassages(['two cats', 'a dog']);
    server.instead = (response) => answerJson(response, 500, {});
    await failureOf(encoder.encodeQuestion('cats'));
    await failureOf(encoder.encodeQuestion('cats'));
    expect(told).toEqual([
      ['breaker', 'question', 'closed'],
      ['breaker', 'passage', 'closed'],
      ['encoded', 'passage', 2, 4],
      ['asked', 'passage', 'answered'],
      ['breaker', 'question', 'open'],
      ['asked', 'question', 'unavailable'],
      ['asked', 'question', 'paused'],
    ]);
  });

  it('is of another space with another model, other prefixes or other dimensions', () => {
    const versions = [{}, { model: 'other' }, { passagePrefix: 'passage: ' }, { dimensions: 8 }].map(
      (settings) => encoderOf(settings).space.version,
    );
    expect(new Set(versions).size).toBe(versions.length);
    expect(encoderOf({ url: 'http://elsewhere/v1', key: new Secret('k') }).space.version).toBe(versions[0]);
  });
});

function vectors(input: string[], dimensions: number): unknown {
  return { data: input.map((_, index) => ({ index, embedding: new Array<number>(dimensions).fill(1) })) };
}
