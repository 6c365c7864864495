import { AuditRelay } from '@somabrain/audit';
import { noObserver } from '../support/audit-records';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { tablesWith } from '../support/tables-with';
import { Published, TestBroker } from '../support/test-broker';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import type { RunningApi } from './support/running-api';
import { TwoProcesses } from './support/two-processes';

const SECRET = 'quetzalcoatlus';
const QUESTION = { query: `Where does the ${SECRET} nest?`, top_k: 10 };
describe('what is forgotten', () => {
  let processes: TwoProcesses;
  beforeAll(async () => {
    processes = await TwoProcesses.start();
  });
  afterAll(() => processes.stop());

  const everyAnswer = async (api: RunningApi, id: string): Promise<string> => {
    const asked = [
      api.post('/recall', QUESTION),
      api.post('/recall', { ...QUESTION, as_of: new Date(beforeForget).toISOString() }),
      api.get('/memories?limit=100'),
      api.get(`/memories/${id}`),
      api.get(`/memories/${id}/history`),
      api.get('/export'),
      api.get('/audit/events?stream=operations'),
    ];
    return (await Promise.all(asked)).map(({ text }) => text).join('\n');
  };
  let beforeForget = 0;

  it('is in no table, no recall of two processes and no log; what was derived from it goes too', async () => {
    const { apis } = processes;
    const [one, other] = apis as [RunningApi, RunningApi];
    const stored = await one.post(
      '/remember',
      {
        content: `The ${SECRET} nests on the cliff`,
        key: 'nest',
        metadata: { note: `seen by the ${SECRET} club` },
        tags: ['cliff'],
      },
      { 'Idempotency-Key': 'first' },
    );
    expect(stored.status).toBe(201);
    const { id } = stored.json<{ id: string }>();
    await one.send('PATCH', `/memories/${id}`, {
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: JSON.stringify({ content: `The ${SECRET} nests in the marsh` }),
    });
    const derived = await other.post('/remember', {
      content: `Summary: ${SECRET}, marsh`,
      links: [{ type: 'derived_from', target: { id } }],
    });
    expect(derived.status).toBe(201);
    const kept = await one.post('/remember', { content: 'The heron nests in the marsh' });
    beforeForget = Date.now();

    // The control: every place looked at below knows the text now.
    for (const api of apis) expect(await everyAnswer(api, id)).toContain(SECRET);
    expect(await tablesWith(processes.database, SECRET)).toEqual(
      expect.arrayContaining(['public.memories', 'public.memory_versions']),
    );

    const receipt = await other.post('/forget', { ids: [id] });
    expect(receipt.status).toBe(200);

    for (const api of apis) {
      const answers = await everyAnswer(api, id);
      expect(answers.toLowerCase()).not.toContain(SECRET);
      expect(
        (await api.post('/recall', { query: 'marsh' })).json<{ results: { id: string }[] }>().results,
      ).toMatchObject([{ id: kept.json<{ id: string }>().id }]);
    }
    expect(await tablesWith(processes.database, SECRET)).toEqual([]);
    // What remains of it: the records that say it was there and is gone.
    expect(await tablesWith(processes.database, id)).toEqual(expect.arrayContaining(['public.audit_log']));
    expect(processes.printed).not.toContain(SECRET);
  });

  it('was never carried by the bus: its records have ids and keyed digests only', async () => {
    const own = await TestDatabase.create();
    const memory = await openMemory(own.database);
    const published = new Published();
    const relay = new AuditRelay(own.database, new TestBroker('one', published), noObserver, quietLogger());
    relay.start();
    const context = contextOf('acme');
    const { id } = await memory.service.remember(
      context,
      memoryOf(`The ${SECRET} nests on the cliff`, { key: SECRET, metadata: { club: SECRET } }),
    );
    await memory.service.recall(context, queryOf(SECRET));
    await memory.service.change(context, id, { content: `The ${SECRET} moved` });
    await memory.service.delete(context, id);
    await waitFor(() => published.received.some(({ event }) => event.data.action === 'memory.deleted'), {
      timeoutMs: 10_000,
      what: () => `the record of the delete; ${published.received.length} records came`,
    });
    const carried = JSON.stringify(published.received);
    expect(carried).toContain(id);
    expect(carried).not.toContain(SECRET);
    await relay.close();
    await memory.close();
    await own.drop();
  });
});
