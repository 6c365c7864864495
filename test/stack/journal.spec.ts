import { setTimeout as pause } from 'node:timers/promises';
import { verifyChain } from '@somabrain/audit';
import { parseTenantId } from '@somabrain/kernel';
import { loadPolicy } from '../support/load-policy';
import { waitFor } from '../support/wait-for';
import { backendUrl } from './backends';
import { createTopics } from './kafka';
import { firstRecalled } from './support/first-recalled';
import { Stack } from './support/stack';
import { type KeptWrite, KeyedWriters } from './support/keyed-writers';

const WRITERS = 16;
const AWAY_MS = 30_000;
const READERS = 8;

/** Every state that a memory ever had, by its key. */
interface State {
  readonly tenant_id: string;
  readonly key: string | null;
  readonly content: string;
}

describe('memory services that are away for half a minute under load, with processes of the API killed in between', () => {
  let stack: Stack;
  let kept: readonly KeptWrite[];
  let refused: readonly string[];
  let states: readonly State[];

  beforeAll(async () => {
    await loadPolicy(backendUrl('OPA_URL'), 'policies');
    await createTopics();
    stack = await Stack.start({ api: { SOMABRAIN_REQUIRE_MEMORY: '0' } });
    const writers = new KeyedWriters(
      stack.apis.map(({ url }) => url),
      WRITERS,
    );
    await waitFor(() => writers.kept.length > 100, { timeoutMs: 20_000, what: () => 'writes' });
    await Promise.all(stack.memories.map((memory) => memory.kill()));
    await Promise.all([pause(AWAY_MS), killInTurn()]);
    await Promise.all(stack.memories.map((memory) => memory.startAgain()));
    const before = writers.kept.length;
    await waitFor(() => writers.kept.slice(before).some(({ status }) => status === 201), {
      timeoutMs: 60_000,
      what: () => 'a write to be stored at once again',
    });
    await writers.stop();
    ({ kept, refused } = writers);
    await waitFor(async () => (await stack.database.asOwner('select from write_journal')).length === 0, {
      timeoutMs: 60_000,
      what: () => 'the journal to empty',
    });
    states = await stack.database.asOwner<State>(
      `select tenant_id, key, content from memory_versions union all select tenant_id, key, content from memories`,
    );
  }, 240_000);
  afterAll(() => stack.stop());

  /** SIGKILL to one replica of the API after the other; each comes back while the memory services are away. */
  async function killInTurn(): Promise<void> {
    for (const api of stack.apis) {
      await pause(AWAY_MS / 6);
      await api.kill();
      await api.startAgain();
    }
  }

  it('refuse nobody: what cannot be stored at once is accepted', () => {
    expect(refused).toEqual([]);
    expect(kept.filter(({ status }) => status === 202).length).toBeGreaterThan(1_000);
    expect([...new Set(kept.map(({ status }) => status))].toSorted()).toEqual([200, 201, 202]);
  });

  it('have everything that was acknowledged, once', () => {
    const times = new Map<string, number>();
    for (const { content } of states) {
      const word = content.split(' ').at(-1) ?? '';
      times.set(word, (times.get(word) ?? 0) + 1);
    }
    expect(kept.filter(({ word }) => times.get(word) !== 1)).toEqual([]);
    expect([...times.values()].filter((count) => count !== 1)).toEqual([]);
  });

  it('recall everything that was accepted and not replaced since', async () => {
    const last = new Map(kept.map((write) => [write.key ?? write.word, write]));
    const waiting = [...last.values()].filter(({ status }) => status === 202).values();
    const unknown: object[] = [];
    const reader = async (): Promise<void> => {
      for (const write of waiting) {
        const found = await firstRecalled(stack.apis[0]?.url ?? '', write);
        if (!found?.content.includes(write.word)) unknown.push({ ...write, found });
      }
    };
    await Promise.all(Array.from({ length: READERS }, reader));
    expect(unknown).toEqual([]);
  }, 120_000);

  it('have the states of each key in the order in which they were accepted, the last one last', async () => {
    const rows = await stack.database.asOwner<{ key: string; content: string }>(
      `select key, content from (
          select key, version, content from memory_versions union all select key, version, content from memories
        ) s where key is not null order by key, version`,
    );
    for (let writer = 0; writer < WRITERS; writer += 1) {
      const numbers = rows
        .filter(({ key }) => key === `key-${writer}`)
        .map(({ content }) => Number(content.split(' ')[1]));
      expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
      const accepted = kept.filter(({ key }) => key === `key-${writer}`).map(({ number }) => number);
      expect(numbers.at(-1)).toBeGreaterThanOrEqual(Math.max(...accepted));
    }
  });

  it('leave audit chains that verify, with a record of each acceptance', async () => {
    for (const name of new Set(kept.map(({ tenant }) => tenant))) {
      const tenant = parseTenantId(name, 'test');
      expect(await verifyChain(stack.database.database, tenant, 'operations')).toMatchObject({ fault: null });
    }
    const [row] = await stack.database.asOwner<{ accepted: number }>(
      `select count(*)::integer as accepted from audit_log where record ->> 'action' = 'memory.accepted'`,
    );
    expect(row?.accepted).toBeGreaterThanOrEqual(kept.filter(({ status }) => status === 202).length);
  });
});
