import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocksBelow } from '../support/markdown';
import { outputOf, PROJECT } from '../support/run-program';
import type { Answer, RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');

interface Command {
  readonly path: string;
  readonly body: unknown;
}

/** The curl commands of a document: route and body of each. */
function commandsOf(text: string): Command[] {
  const found = text.matchAll(
    /curl -X POST http:\/\/127\.0\.0\.1:9696(\S+) -H 'Content-Type: application\/json' \\\n\s+-d '(.+)'/g,
  );
  return [...found].map(([, path = '', body = '']) => ({ path, body: JSON.parse(body) as unknown }));
}

describe('the first calls', () => {
  let api: RunningApi;
  const send = async (commands: readonly Command[]): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (const { path, body } of commands) answers.push(await api.post(path, body));
    return answers;
  };

  beforeAll(async () => {
    api = await startApi();
  });

  afterAll(() => api.stop());

  it('of the README remember something and find it', async () => {
    const commands = commandsOf(read('README.md'));
    expect(commands.map(({ path }) => path)).toEqual(['/remember', '/recall']);
    const [remembered, recalled] = await send(commands);
    expect(remembered?.status).toBe(201);
    expect(recalled?.json()).toMatchObject({
      results: [{ content: 'Paris is the capital of France', key: 'kb.paris' }],
    });
  });

  it('of the tutorial remember, recall, correct and count what a forget would remove', async () => {
    const commands = commandsOf(read('docs/tutorial.md'));
    expect(commands.map(({ path }) => path)).toEqual(['/remember', '/recall', '/remember', '/forget']);
    const [remembered, recalled, corrected, forgotten] = await send(commands);
    expect(remembered?.json()).toMatchObject({ version: 1, status: 'created' });
    expect(recalled?.json()).toMatchObject({
      results: [{ content: 'Ana prefers window seats on long flights' }],
    });
    expect(corrected?.json()).toMatchObject({
      id: remembered?.json().id,
      version: 2,
      status: 'updated',
    });
    expect(forgotten?.json()).toMatchObject({ dry_run: true });
    const [, question] = commands;
    const again = await api.post('/recall', question?.body);
    expect(again.json<{ results: { content: string }[] }>().results.map(({ content }) => content)).toEqual([
      'Ana prefers aisle seats now',
    ]);
  });

  it('of the tutorial in TypeScript print what was remembered', async () => {
    const [program = ''] = blocksBelow(read('docs/tutorial.md'), 'From TypeScript');
    const directory = mkdtempSync(join(tmpdir(), 'somabrain-tutorial-'));
    try {
      writeFileSync(join(directory, 'agent.mts'), program);
      const output = await outputOf(
        process.execPath,
        [join(PROJECT, 'node_modules/tsx/dist/cli.mjs'), join(directory, 'agent.mts')],
        { env: { MEMORY_URL: api.url } },
      );
      expect(output).toBe('Ben is allergic to peanuts\n');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
