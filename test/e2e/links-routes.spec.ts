import { expectProblem } from './support/expect-problem';
import { unharmedApi } from './support/unharmed-api';

interface Links {
  edges: { from: string; to: string; type: string; weight: number; to_id: string | null }[];
  universe: string;
  next_cursor: string | null;
}

describe('links', () => {
  const api = unharmedApi();
  let tenants = 0;
  let headers: Record<string, string>;

  beforeEach(async () => {
    tenants += 1;
    headers = { 'X-Tenant-ID': `linked-${tenants}` };
    await api().post('/remember', { content: 'Paris', key: 'kb.paris' }, headers);
  });

  const links = async (body: object) => (await api().post('/graph/links', body, headers)).json<Links>();

  it('are made and read in the original’s form', async () => {
    const made = await api().post(
      '/link',
      { from_key: 'kb.paris', to_key: 'kb.france', type: 'part_of', weight: 0.5 },
      headers,
    );
    expect([made.status, made.json()]).toEqual([200, expect.objectContaining({ ok: true })]);
    expect(await links({ from_key: 'kb.paris' })).toMatchObject({
      edges: [{ from: 'kb.paris', to: 'kb.france', type: 'part_of', weight: 0.5, to_id: null }],
      universe: 'real',
      next_cursor: null,
    });
  });

  it('can be named by coordinate, and by a type that is not known', async () => {
    const france = await api().post('/remember', { content: 'France', key: 'kb.france' }, headers);
    const { coordinate } = france.json<{ coordinate: string }>();
    await api().post('/link', { from_key: 'kb.paris', to_coord: coordinate, type: 'lies in' }, headers);
    expect((await links({ to_coord: coordinate })).edges).toEqual([
      expect.objectContaining({ from: 'kb.paris', to: 'kb.france', type: 'related', weight: 1 }),
    ]);
  });

  it('come with a remembered memory and do not land in its metadata', async () => {
    const body = { content: 'Lyon', key: 'kb.lyon', links: [{ type: 'part_of', target: 'kb.france' }] };
    const { id } = (await api().post('/remember', body, headers)).json<{ id: string }>();
    expect((await api().get(`/memories/${id}`, headers)).json()).not.toHaveProperty('metadata');
    expect((await links({ from_id: id })).edges).toEqual([expect.objectContaining({ to: 'kb.france' })]);
    const batch = { memories: [{ ...body, key: 'kb.nice', content: 'Nice' }] };
    await api().post('/remember/batch', batch, headers);
    expect((await links({ to_key: 'kb.lyon' })).edges).toEqual([]);
    expect((await links({})).edges.map(({ from }) => from).sort()).toEqual(['kb.lyon', 'kb.nice']);
  });

  it.each([
    [{}, ['from_key', 'to_key']],
    [{ from_key: 'kb.paris' }, ['to_key']],
    [{ from_key: 'kb.paris', from_id: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071', to_key: 'x' }, ['from_id']],
    [{ from_key: 'kb.paris', to_key: 'x', weight: -1 }, ['weight']],
    [{ from_key: 'kb.paris', to_coord: 'here' }, ['to_coord']],
    [{ from_key: 'kb.paris', to_key: 'x', colour: 'red' }, ['colour']],
  ])('refuse %j and name what is wrong', async (body, fields) => {
    const errors = expectProblem(await api().post('/link', body, headers), 400, 'VALIDATION_FAILED');
    expect(errors.map(({ field }) => field)).toEqual(fields);
  });

  it('answer 404 for a memory that is not there', async () => {
    const body = { from_key: 'kb.rome', to_key: 'kb.paris' };
    expectProblem(await api().post('/link', body, headers), 404, 'MEMORY_NOT_FOUND');
    expectProblem(
      await api().post('/graph/links', { from_key: 'kb.rome' }, headers),
      404,
      'MEMORY_NOT_FOUND',
    );
  });
});
