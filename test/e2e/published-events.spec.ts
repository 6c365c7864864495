import { AuditRelay } from '@somabrain/audit';
import { noObserver } from '../support/audit-records';
import { FakeOpa } from '../support/fake-opa';
import { PublishedDocument } from '../support/published-document';
import { Published, TestBroker } from '../support/test-broker';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { RunningApi } from './support/running-api';
import { startOn } from './support/start-api';
import { API_TOKEN, bearer, SECRET, signed } from './support/token-signer';

const NDJSON = { 'Content-Type': 'application/x-ndjson' };
const MERGE_PATCH = { 'Content-Type': 'application/merge-patch+json' };

describe('what is published', () => {
  const published = new Published();
  let database: TestDatabase;
  let opa: FakeOpa;
  let api: RunningApi;
  let relay: AuditRelay;

  beforeAll(async () => {
    database = await TestDatabase.create();
    opa = await FakeOpa.start();
    // It holds every shard before the service asks for one.
    relay = new AuditRelay(database.database, new TestBroker('test', published), noObserver, quietLogger());
    relay.start();
    await waitFor(async () => (await shardsHeld()) === 16, { timeoutMs: 10_000, what: () => 'all shards' });
    const settings = {
      SOMABRAIN_OPA_ENDPOINT: opa.url,
      SOMABRAIN_OPA_CACHE_MS: '0',
      SOMABRAIN_JWT_SECRET: SECRET,
      SOMABRAIN_API_TOKEN: API_TOKEN,
      ENABLE_COG_THREADS: '1',
    };
    const { url, lines, stop } = await startOn(database.dsn, settings);
    api = new RunningApi(url, lines, stop);
    try {
      await everyAction();
    } finally {
      await api.stop();
    }
    await journalAction();
    await waitFor(async () => (await waiting()) === 0, { timeoutMs: 20_000, what: () => 'an empty outbox' });
  }, 120_000);
  afterAll(async () => {
    await relay.close();
    await opa.stop();
    await database.drop();
  });

  const shardsHeld = async () =>
    (
      await database.asOwner(`select from pg_locks where locktype = 'advisory' and granted and database =
      (select oid from pg_database where datname = current_database())`)
    ).length;
  const waiting = async () => (await database.asOwner('select from audit_outbox')).length;

  /** Has the service do everything that leaves a record. */
  async function everyAction(): Promise<void> {
    const admin = { ...bearer(API_TOKEN), 'X-Tenant-ID': 'acme' };
    const remember = async (body: object) => {
      const answer = await api.post('/remember', body, admin);
      return answer.json<{ id: string }>().id;
    };
    const brief = await remember({ content: 'Gone soon', key: 'soon', ttl_seconds: 1 });
    const id = await remember({
      content: 'Paris',
      key: 'paris',
      links: [{ type: 'part_of', target: 'france' }],
    });
    await remember({ content: 'Paris', key: 'paris' });
    await remember({ content: 'Paris, France', key: 'paris' });
    const lyon = await remember({ content: 'Lyon', key: 'lyon' });
    await api.send('PATCH', `/memories/${id}`, {
      headers: { ...admin, ...MERGE_PATCH },
      body: '{"tags":["city"]}',
    });
    await api.post(`/memories/${id}/restore`, { version: 1 }, admin);
    await api.post('/link', { from_key: 'lyon', to_id: id, type: 'near', weight: 0.5 }, admin);
    await api.post('/graph/links', {}, admin);
    await api.post('/recall', { query: 'Paris' }, admin);
    await api.post('/recall', { query: 'Paris', as_of: new Date().toISOString() }, admin);
    for (const path of [`/memories/${id}`, `/memories/${id}/history`, '/memories', '/users', '/audit/events'])
      await api.get(path, admin);
    await api.post('/context/feedback', { query: 'Paris', utility: 0.5, memory_ids: [lyon] }, admin);
    const { text } = await api.get('/export', admin);
    await api.postText('/import', text, { ...admin, ...NDJSON, 'X-Tenant-ID': 'acme-copy' });
    await api.send('DELETE', `/memories/${lyon}`, { headers: admin });
    await api.post('/forget', { key: 'paris' }, admin);
    await waitFor(async () => (await api.get(`/memories/${brief}`, admin)).status === 404, {
      timeoutMs: 10_000,
      what: () => 'the end of a short life',
    });
    await remember({ content: 'Back', key: 'soon' });
    await sleep(admin);
    await api.post('/audit/verify', {}, admin);
    await api.send('PUT', '/tenants/acme', {
      headers: { ...admin, 'Content-Type': 'application/json' },
      body: '{"write_daily_limit":0}',
    });
    await api.post('/remember', { content: 'Too much' }, admin);
    await api.post('/reward/frame-1', { r_task: 1 }, admin);
    await api.post('/context/adaptation/reset', {}, admin);
    await api.post('/neuromodulators', { dopamine: 0.5 }, admin);
    await api.post('/personality', { traits: { curiosity: 0.5 } }, admin);
    await api.get('/memories', bearer('wrong'));
    opa.rule = () => ({ allow: false, reasons: ['not today'] });
    await api.get('/memories', bearer(await signed({ iss: undefined, aud: undefined, roles: ['agent'] })));
  }

  /** A run closes a memory and lets a link fade, and is undone. */
  async function sleep(admin: Record<string, string>): Promise<void> {
    const ids: string[] = [];
    for (const content of ["I don't eat meat", 'I do not eat meat.']) {
      ids.push((await api.post('/remember', { content }, admin)).json<{ id: string }>().id);
    }
    await api.post('/link', { from_id: ids[0], to_id: ids[1], type: 'co_replay' }, admin);
    await database.asOwner(`update memory_links set created_at = now() - interval '3 days'`);
    for (const path of ['/sleep/run', '/sleep/undo']) {
      expect((await api.post(path, {}, admin)).status).toBe(200);
    }
  }

  /** A memory is taken on while no memory service answers. */
  async function journalAction(): Promise<void> {
    const settings = { SOMABRAIN_MEMORY_HTTP_ENDPOINT: 'http://127.0.0.1:9' };
    const { url, lines, stop } = await startOn(database.dsn, settings);
    const answer = await new RunningApi(url, lines, stop).post('/remember', { content: 'Later' });
    await stop();
    expect(answer.status).toBe(202);
  }

  it('is what asyncapi.json says, no member more', () => {
    const document = new PublishedDocument();
    for (const { topic, event } of published.received)
      expect([event.type, document.flawsOf(topic, event)]).toEqual([event.type, []]);
  });

  it('is all that asyncapi.json tells of', () => {
    const document = new PublishedDocument();
    for (const topic of new Set(published.received.map((each) => each.topic))) {
      const seen = published.received.filter((each) => each.topic === topic).map(({ event }) => event.type);
      expect([...new Set(seen)].sort()).toEqual(document.typesOf(topic).sort());
    }
  });
});
