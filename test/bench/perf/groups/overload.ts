import type { Answer, BenchService } from '../bench-service';
import { fill, questions, texts } from '../bench-data';
import { figuresOf, underLoad } from '../load';
import type { Finding, Group } from '../scenario';

const TENANT = 'bench-overload';
const MEMORIES = 20_000;
const CALLERS = 32;
const SUSTAINED_MS = 10_000;
const SECONDS = 60;
const TIMES = 2;
/** More than are ever under way. They stand before the load begins: a process takes one new connection a turn of its event loop. */
const CONNECTIONS = 2_000;

/** Requests come twice as fast as they can be answered, whether or not earlier ones were. */
export const overload: Group = {
  name: 'overload',
  alone: true,
  what: `Arrivals at ${TIMES} × the sustainable rate for ${SECONDS} s, half recall of ${MEMORIES.toLocaleString('en')} memories, half remember`,
  connections: CONNECTIONS,
  fill: (service) => fill(service, [TENANT], MEMORIES, 17),
  scenarios: () => [],
  async findings(_results, service) {
    const request = requests(service);
    const sustained = () =>
      underLoad({ callers: CALLERS, operation: request }, SUSTAINED_MS, { service: service.cpu });
    await sustained();
    const before = await sustained();
    await Promise.all(Array.from({ length: CONNECTIONS }, () => service.get('/health/live')));
    const bytes = service.residentBytes;
    const rate = TIMES * before.perSecond;
    const { accepted, refused, others, most } = await arrivals(service, request, rate);
    const after = await sustained();
    const figures = figuresOf(accepted, SECONDS);
    const findings: Finding[] = [
      {
        what: 'sustained with 32 callers',
        value: `${before.perSecond.toFixed(0)}/s, p95 ${before.p95.toFixed(0)} ms`,
      },
      { what: 'arrivals', value: `${rate.toFixed(0)}/s` },
      {
        what: 'accepted',
        value: `${figures.perSecond.toFixed(0)}/s, p50 ${figures.p50.toFixed(0)}, p95 ${figures.p95.toFixed(0)}, p99 ${figures.p99.toFixed(0)} ms`,
        must: 'p99 ≤ 1 s',
      },
      { what: 'refused with 503 and Retry-After', value: refused.toFixed(0) },
      { what: 'any other answer, or no answer', value: others.toFixed(0), must: '0' },
      {
        what: 'resident memory before, and peak during it',
        value: `${mebibytes(bytes)}, ${mebibytes(most)} MiB`,
        must: 'bounded',
      },
      {
        what: 'afterwards with 32 callers',
        value: `${after.perSecond.toFixed(0)}/s, p95 ${after.p95.toFixed(0)} ms`,
        must: 'as before',
      },
    ];
    return findings;
  },
};

function requests(service: BenchService): (caller: number, turn: number) => Promise<Answer> {
  const text = texts(18);
  const question = questions(19);
  return (caller, turn) =>
    (caller + turn) % 2 === 0
      ? service.exchange('/recall', TENANT, { query: question() })
      : service.exchange('/remember', TENANT, { content: text() });
}

interface Arrivals {
  /** Milliseconds each accepted request took. */
  readonly accepted: number[];
  readonly refused: number;
  readonly others: number;
  /** Most resident bytes. */
  readonly most: number;
}

/** Sends requests at a rate, whatever became of those before. */
async function arrivals(
  service: BenchService,
  request: (caller: number, turn: number) => Promise<Answer>,
  rate: number,
): Promise<Arrivals> {
  const accepted: number[] = [];
  let [refused, others, most, sent] = [0, 0, 0, 0];
  const underWay = new Set<Promise<void>>();
  const one = async (turn: number): Promise<void> => {
    const began = performance.now();
    try {
      const { status, retryAfter } = await request(0, turn);
      if (status < 300) accepted.push(performance.now() - began);
      else if (status === 503 && retryAfter !== undefined) refused += 1;
      else others += 1;
    } catch {
      others += 1; // no answer at all
    }
  };
  const start = performance.now();
  for (let now = start; now < start + SECONDS * 1000; now = performance.now()) {
    for (; sent < ((now - start) / 1000) * rate; sent += 1) {
      const work = one(sent).finally(() => underWay.delete(work));
      underWay.add(work);
    }
    most = Math.max(most, service.residentBytes);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await Promise.all(underWay);
  return { accepted, refused, others, most };
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0);
}
