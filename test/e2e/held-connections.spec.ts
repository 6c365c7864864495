import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { whileLocked } from '../support/while-locked';
import { RunningApi } from './support/running-api';
import { startOn } from './support/start-api';
import { bearer, SECRET, signed } from './support/token-signer';

/** More than are ever worked on at once. */
const MANY = 205;
/** Longer than lines of the log wait to be written. */
const HELD_MS = 500;
const FILE = '/docs/swagger-ui-bundle.js';
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;

describe('clients that hold on to their connections', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let identity: Record<string, string>;
  let clients: Socket[];

  beforeAll(async () => {
    database = await TestDatabase.create();
    const { url, lines, stop } = await startOn(database.dsn, {
      SOMABRAIN_JWT_SECRET: SECRET,
      SOMABRAIN_JWT_ISSUER: 'https://id.example',
      SOMABRAIN_JWT_AUDIENCE: 'somabrain',
    });
    api = new RunningApi(url, lines, stop);
    identity = bearer(await signed({ roles: ['member'] }));
  });
  beforeEach(() => {
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) client.destroy();
    await allSlotsAreBack();
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  /** A client that reads nothing. */
  async function client(text: string): Promise<Socket> {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    clients.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  }
  const several = (count: number, text: string) =>
    Promise.all(Array.from({ length: count }, () => client(text)));
  async function metric(series: string): Promise<number> {
    const { text } = await api.get('/metrics');
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')[1],
    );
  }
  const recall = async () => (await api.post('/recall', { query: 'still there' }, identity)).status;
  /** Not at once: what a flood left behind is in the same process here. */
  const answersAgain = () =>
    waitFor(async () => (await recall()) === 200, { timeoutMs: 8_000, what: () => 'an answer' });
  /** The buffers on the way are full: for a while no answer ends. A connection that goes between two answers leaves none without an end. */
  async function answersAreHeld(): Promise<void> {
    let [ended, since] = [-1, 0];
    const isHeld = () => {
      const now = api.log.filter(({ method, status }) => method === 'GET' && status === 200).length;
      if (now !== ended) [ended, since] = [now, performance.now()];
      return performance.now() - since > HELD_MS;
    };
    await waitFor(isHeld, { timeoutMs: 8_000, what: () => 'full buffers' });
  }
  const authorization = () => `Authorization: ${identity.Authorization ?? ''}\r\n`;
  async function allSlotsAreBack(): Promise<void> {
    await waitFor(async () => (await metric('somabrain_slots_taken{kind="requests"}')) === 0, {
      timeoutMs: 5_000,
      what: () => 'all slots',
    });
  }

  it('do not keep slots by requests whose answers they do not read', async () => {
    for (let time = 0; time < 3; time += 1) {
      const socket = await client(get('/').repeat(100_000));
      socket.resume();
      await once(socket, 'close');
    }
    await answersAgain();
    await allSlotsAreBack();
    expect(await metric('somabrain_connections_closed_total{reason="pipelined"}')).toBe(3);
  });

  it('change nothing by a request behind an answer that they do not read', async () => {
    const { id } = (await api.post('/remember', { content: 'To be kept' }, identity)).json();
    const remove = get(`/memories/${String(id)}`, authorization()).replace('GET', 'DELETE');
    const socket = await client(get(FILE).repeat(20) + remove);
    await once(socket, 'readable');
    await answersAgain();
    await answersAreHeld();
    socket.destroy();
    await waitFor(() => api.log.some(({ method, status }) => method === 'GET' && status === 499), {
      timeoutMs: 5_000,
      what: () => 'the end of the connection',
    });
    expect((await api.get(`/memories/${String(id)}`, identity)).status).toBe(200);
  });

  it.each([
    ['of which a few bytes come in', 'Content-Length: 1000\r\n', '{"q'],
    ['that end in nothing', 'Transfer-Encoding: chunked\r\n', ''],
  ])('leave others their slots while they announce bodies %s', async (_, headers, body) => {
    const head = get('/recall', `${authorization()}Content-Type: application/json\r\n${headers}`);
    await several(MANY, head.replace('GET', 'POST') + body);
    await answersAgain();
  });

  it('leave others their slots while they do not read files', async () => {
    await several(MANY, get(FILE).repeat(8));
    await answersAgain();
    await allSlotsAreBack();
  });

  it('leave others their slots and streams while they send files slowly', async () => {
    const head = get(
      '/import',
      `${authorization()}Content-Type: application/x-ndjson\r\nContent-Length: 9000\r\n`,
    );
    await several(MANY, `${head.replace('GET', 'POST')}{`);
    await answersAgain();
    const other = bearer(await signed({ sub: 'other', tenant: 'other', roles: ['member'] }));
    expect((await api.get('/export', other)).status).toBe(200);
    expect(await metric('somabrain_slots_taken{kind="streams"}')).toBeLessThanOrEqual(24);
  });

  it('take no more than three quarters of the slots, however much they send', async () => {
    const other = bearer(await signed({ sub: 'greedy', roles: ['member'] }));
    let refused = 0;
    const send = async (text: string, who: Record<string, string>) => {
      const { status } = await api.sendOnce('POST', '/remember', {
        headers: { 'Content-Type': 'application/json', ...who },
        body: JSON.stringify({ content: text }),
      });
      if (status === 503) refused += 1;
      return status;
    };
    const answers: Promise<number>[] = [];
    await whileLocked(database.dsn, 'lock table memories in access exclusive mode', async () => {
      for (let one = 0; one < MANY; one += 1) answers.push(send(`Note ${one}`, other));
      await waitFor(() => refused === MANY - 150, {
        timeoutMs: 8_000,
        what: () => `the refusals; there were ${refused}`,
      });
      answers.push(send('The other one', identity));
    });
    await Promise.all(answers);
    expect([await answers.at(-1), refused]).toEqual([201, MANY - 150]);
  });
});
