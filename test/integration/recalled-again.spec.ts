import { createHash } from 'node:crypto';
import type { TenantContext } from '@somabrain/kernel';
import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf, stored } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

const READ = 'recalled-memories';

describe('a memory that is recalled again', () => {
  let test: TestDatabase;
  /** Two processes on one database: what one of them keeps, the other one changes. */
  let reader: InProcessMemory;
  let writer: InProcessMemory;
  let ana: TenantContext;
  let tenants = 0;

  beforeAll(async () => {
    test = await TestDatabase.create();
    [reader, writer] = await Promise.all([openMemory(test.database), openMemory(test.database)]);
  });
  afterAll(async () => {
    await Promise.all([reader.close(), writer.close()]);
    await test.drop();
  });
  beforeEach(() => {
    tenants += 1;
    ana = contextOf(`again-${tenants}`);
  });
  afterEach(() => jest.restoreAllMocks());

  const remember = async (content: string): Promise<string> =>
    stored(await writer.service.remember(ana, memoryOf(content))).id;
  const recall = async (context = ana) =>
    (await reader.service.recall(context, queryOf('Where is the boat?'))).results;
  const contents = async (context = ana) => (await recall(context)).map(({ memory }) => memory.content);
  /** The ids that statements read memories by, from here on. */
  const idsRead = (): string[] => {
    const ids: string[] = [];
    const query = test.database.query.bind(test.database);
    jest.spyOn(test.database, 'query').mockImplementation((statement, values) => {
      if (statement.name === READ) ids.push(...(values[1] as string[]));
      return query(statement, values);
    });
    return ids;
  };

  it('is not read from the database again', async () => {
    const first = await remember('The boat lies in Rapperswil');
    const read = idsRead();
    const answered = await recall();
    expect(read).toEqual([first]);
    const second = await remember('The boat is red');
    expect(await recall()).toHaveLength(2);
    expect((await recall()).map(({ memory }) => memory)).toContainEqual(answered[0]?.memory);
    expect(read).toEqual([first, second]);
  });

  it('is what another process made of it', async () => {
    const id = await remember('The boat lies in Rapperswil');
    expect(await contents()).toEqual(['The boat lies in Rapperswil']);
    await writer.service.change(ana, id, { content: 'The boat lies in Stäfa' });
    expect(await contents()).toEqual(['The boat lies in Stäfa']);
    await writer.service.delete(ana, id);
    expect(await contents()).toEqual([]);
  });

  it('is the new one where one with its id and version was imported after it was forgotten', async () => {
    const id = await remember('The boat lies in Rapperswil');
    const file = await edited(writer.service.export(ana, { namespace: null }), 'Rapperswil', 'Pfäffikon');
    expect(await contents()).toEqual(['The boat lies in Rapperswil']);
    await writer.service.delete(ana, id);
    await writer.service.import(ana, file, { resume: null });
    const [found] = await recall();
    expect(found?.memory).toMatchObject({ id, version: 1, content: 'The boat lies in Pfäffikon' });
  });

  it('follows what supersedes it from when that is linked', async () => {
    const old = await remember('The boat lies in Rapperswil');
    expect(await contents()).toEqual(['The boat lies in Rapperswil']);
    const source = await remember('It was moved on Monday');
    await writer.service.link(ana, {
      source: { id: source },
      target: { id: old },
      type: 'supersedes',
      weight: 1,
    });
    expect(await contents()).toEqual(['It was moved on Monday', 'The boat lies in Rapperswil']);
  });

  it('is nobody else’s', async () => {
    await remember('The boat lies in Rapperswil');
    await recall();
    expect(await contents({ ...ana, visibility: { userId: ['bea'] } })).toEqual([]);
    expect(await contents(contextOf('somebody-else'))).toEqual([]);
  });
});

/** An export whose one memory says something else. */
async function edited(
  file: AsyncIterable<Uint8Array>,
  from: string,
  to: string,
): Promise<AsyncIterable<Uint8Array>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file) chunks.push(chunk);
  const [header, memory, trailer] = Buffer.concat(chunks).toString().split('\n') as [string, string, string];
  const changed = memory.replace(from, to);
  const sha256 = createHash('sha256').update(`${changed}\n`).digest('hex');
  const lines = [header, changed, trailer.replace(/"sha256":"\w+"/, `"sha256":"${sha256}"`), ''];
  return (async function* () {
    yield await Promise.resolve(Buffer.from(lines.join('\n')));
  })();
}
