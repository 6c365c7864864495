import { seededRandom } from './support/seeded-random';
import type { RunningApi } from './support/running-api';
import { TwoProcesses } from './support/two-processes';
import { isStackRun } from '../support/servers-of-run';

/** Fewer where each answer has the longer way of the whole stack. In parts that a slow machine is done with in time. */
const INTERLEAVINGS = isStackRun() ? 250 : 500;
const SEEDS = [20_261_124, 20_261_125];
const TENANTS = ['ryw-a', 'ryw-b', 'ryw-c'];
const NAMESPACES = ['one', 'two'];
/** Fewer than a recall returns at most, so that a recall shows all there is. */
const MOST_MEMORIES = 60;
const KEYS = 12;
const LIFE_SECONDS = 1;
/** The clocks are one, but the time of an expiry is rounded to a microsecond and read a moment later. */
const EXPIRY_TOLERANCE_MS = 20;

interface Known {
  readonly namespace: string;
  readonly content: string;
  readonly key: string | null;
  /** Milliseconds since 1970; Infinity: it stays. */
  readonly expiresAt: number;
}

/** What one tenant should remember. */
class Model {
  readonly memories = new Map<string, Known>();

  constructor(readonly tenant: string) {}

  byKey(namespace: string, key: string): string | undefined {
    return [...this.memories].find(([, known]) => known.namespace === namespace && known.key === key)?.[0];
  }

  /** Drops what is over for sure, so that keys of the expired are free in the model, too. */
  dropExpired(now: number): void {
    for (const [id, { expiresAt }] of this.memories) {
      if (expiresAt + EXPIRY_TOLERANCE_MS < now) this.memories.delete(id);
    }
  }
}

describe('two processes on one database', () => {
  let processes: TwoProcesses;
  beforeAll(async () => {
    processes = await TwoProcesses.start();
  });
  afterAll(() => processes.stop());

  it.each(SEEDS)(
    `give no stale and no lost answer in ${INTERLEAVINGS} interleavings of what changes a memory (%i)`,
    async (seed) => {
      const { apis } = processes;
      const random = seededRandom(seed);
      const pick = <T>(list: readonly T[]): T => {
        const chosen = list[Math.floor(random() * list.length)];
        if (chosen === undefined) throw new Error('Nothing to choose from');
        return chosen;
      };
      const models = TENANTS.map((tenant) => new Model(`${tenant}-${seed}`));
      const done = new Map<string, number>();
      for (let turn = 0; turn < INTERLEAVINGS; turn += 1) {
        const model = pick(models);
        model.dropExpired(Date.now());
        const act = chooseAct(model, random, pick);
        done.set(act.name, (done.get(act.name) ?? 0) + 1);
        // Another tenant and the readers work at the same time: they must neither help nor disturb.
        const others = models.filter((other) => other !== model);
        await Promise.all([act.run(pick(apis), model, turn), expectRecalled(pick(apis), pick(others))]);
        const seen = Math.floor(random() * 3);
        const readers = seen === 0 ? apis : [apis[seen - 1] ?? pick(apis)];
        await Promise.all(readers.map((api) => expectRecalled(api, model)));
      }
      expect([...done.keys()].sort()).toEqual([
        'delete',
        'expire',
        'forget',
        'move',
        'remember',
        'remember a batch',
        'remember under a key',
        'update',
      ]);
      for (const [name, times] of done) expect([name, times > INTERLEAVINGS / 50]).toEqual([name, true]);
      expect(processes.printed).not.toMatch(/"level":"(ERROR|FATAL)"/);
    },
    120_000,
  );
});

type Random = () => number;
type Pick = <T>(list: readonly T[]) => T;
interface Act {
  readonly name: string;
  readonly run: (api: RunningApi, model: Model, turn: number) => Promise<void>;
}

function chooseAct(model: Model, random: Random, pick: Pick): Act {
  const namespace = pick(NAMESPACES);
  const lasting = [...model.memories].filter(([, { expiresAt }]) => expiresAt === Infinity);
  if (lasting.length === 0) return remember(namespace, null);
  if (model.memories.size >= MOST_MEMORIES) return forget(namespace);
  const [id, known] = pick(lasting);
  const dice = random();
  if (dice < 0.2) return remember(namespace, null);
  if (dice < 0.4) return remember(namespace, `key-${Math.floor(random() * KEYS)}`);
  if (dice < 0.5) return rememberBatch(namespace);
  if (dice < 0.65) return update(id, known);
  if (dice < 0.75) return move(id, known);
  if (dice < 0.85) return remove(id);
  if (dice < 0.95) return expire(namespace);
  return forget(namespace);
}

/** Every text is of its turn alone, and has the word that the recall asks for. */
const textOf = (turn: number, part = 0): string => `note ${turn}x${part}`;

function remember(namespace: string, key: string | null): Act {
  return {
    name: key === null ? 'remember' : 'remember under a key',
    run: async (api, model, turn) => {
      const content = textOf(turn);
      const known = key === null ? undefined : model.byKey(namespace, key);
      const answer = await send(api, model, 'POST', '/remember', { content, namespace, key });
      const { id } = answer.json<{ id: string }>();
      // A memory whose time is over at this very moment may make room for a new one or be updated.
      const expiring = known !== undefined && model.memories.get(known)?.expiresAt !== Infinity;
      if (known !== undefined && !expiring) expect([answer.status, id]).toEqual([200, known]);
      if (known !== undefined && known !== id) model.memories.delete(known);
      model.memories.set(id, { content, namespace, key, expiresAt: Infinity });
    },
  };
}

function rememberBatch(namespace: string): Act {
  return {
    name: 'remember a batch',
    run: async (api, model, turn) => {
      const memories = [0, 1, 2].map((part) => ({ content: textOf(turn, part), namespace }));
      const answer = await send(api, model, 'POST', '/remember/batch', { memories });
      const { results } = answer.json<{ results: { id: string }[] }>();
      results.forEach(({ id }, part) => {
        model.memories.set(id, { content: textOf(turn, part), namespace, key: null, expiresAt: Infinity });
      });
    },
  };
}

function update(id: string, known: Known): Act {
  return {
    name: 'update',
    run: async (api, model, turn) => {
      const content = textOf(turn);
      await send(api, model, 'PATCH', `/memories/${id}`, { content });
      model.memories.set(id, { ...known, content });
    },
  };
}

function move(id: string, known: Known): Act {
  const namespace = NAMESPACES.find((name) => name !== known.namespace) ?? known.namespace;
  return {
    name: 'move',
    run: async (api, model) => {
      if (known.key !== null && model.byKey(namespace, known.key) !== undefined) {
        await send(api, model, 'PATCH', `/memories/${id}`, { namespace, key: null });
        model.memories.set(id, { ...known, namespace, key: null });
        return;
      }
      await send(api, model, 'PATCH', `/memories/${id}`, { namespace });
      model.memories.set(id, { ...known, namespace });
    },
  };
}

function remove(id: string): Act {
  return {
    name: 'delete',
    run: async (api, model) => {
      await send(api, model, 'DELETE', `/memories/${id}`);
      model.memories.delete(id);
    },
  };
}

function expire(namespace: string): Act {
  return {
    name: 'expire',
    run: async (api, model, turn) => {
      const content = textOf(turn);
      const body = { content, namespace, ttl_seconds: LIFE_SECONDS };
      const answer = await send(api, model, 'POST', '/remember', body);
      const { id } = answer.json<{ id: string }>();
      const { expires_at: at } = (await send(api, model, 'GET', `/memories/${id}`)).json<{
        expires_at: string;
      }>();
      model.memories.set(id, { content, namespace, key: null, expiresAt: Date.parse(at) });
    },
  };
}

function forget(namespace: string): Act {
  return {
    name: 'forget',
    run: async (api, model) => {
      await send(api, model, 'POST', '/forget', { namespace });
      for (const [id, known] of model.memories) if (known.namespace === namespace) model.memories.delete(id);
    },
  };
}

async function send(api: RunningApi, model: Model, method: string, path: string, body?: unknown) {
  const answer = await api.send(method, path, {
    headers: {
      'X-Tenant-ID': model.tenant,
      ...(body !== undefined && {
        'Content-Type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
      }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer;
}

/** Recalls all of each namespace and compares it with what the model knows. */
async function expectRecalled(api: RunningApi, model: Model): Promise<void> {
  for (const namespace of NAMESPACES) {
    const begin = Date.now();
    const answer = await send(api, model, 'POST', '/recall', { query: 'note', namespace, k: 100 });
    const end = Date.now();
    const { results } = answer.json<{ results: { id: string; content: string }[] }>();
    const found = new Map(results.map(({ id, content }) => [id, content]));
    const expected = [...model.memories].filter(([, known]) => known.namespace === namespace);
    for (const [id, { content, expiresAt }] of expected) {
      if (expiresAt - EXPIRY_TOLERANCE_MS > end) expect([id, found.get(id)]).toEqual([id, content]);
      else if (expiresAt + EXPIRY_TOLERANCE_MS < begin) expect([id, found.get(id)]).toEqual([id, undefined]);
      found.delete(id);
    }
    expect([...found]).toEqual([]);
  }
}
