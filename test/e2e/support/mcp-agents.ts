import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { TestDatabase } from '../../support/test-database';
import { RunningApi } from './running-api';
import { startOn } from './start-api';
import { bearer, SECRET, signed } from './token-signer';

/** A service, and agents that use it over the Model Context Protocol with the official client. */
export class McpAgents {
  private readonly clients: Client[] = [];

  private constructor(
    readonly api: RunningApi,
    private readonly database: TestDatabase,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<McpAgents> {
    const database = await TestDatabase.create();
    const { url, lines, stop } = await startOn(database.dsn, { SOMABRAIN_JWT_SECRET: SECRET, ...settings });
    return new McpAgents(new RunningApi(url, lines, stop), database);
  }

  async stop(): Promise<void> {
    for (const client of this.clients) await client.close();
    expect(this.api.log.filter(({ level }) => level === 'ERROR')).toEqual([]);
    await this.api.stop();
    await this.database.drop();
  }

  /** With a token of these claims. */
  async connect(claims: Record<string, unknown> = {}, path = '/mcp'): Promise<Client> {
    const client = new Client({ name: 'tests', version: '1' });
    const headers = bearer(await signed(claims));
    const transport = new StreamableHTTPClientTransport(new URL(`${this.api.url}${path}`), {
      requestInit: { headers },
    });
    await client.connect(transport);
    this.clients.push(client);
    return client;
  }
}

/** What a tool says, structured and as text. What goes wrong has only the text: it has not the form that the tool promises. */
export async function callTool<T>(client: Client, name: string, input: Record<string, unknown>): Promise<T> {
  const result = await client.callTool({ name, arguments: input });
  const [told] = result.content as [{ type: 'text'; text: string }];
  const said = JSON.parse(told.text) as T;
  const isError = result.isError ?? false;
  expect(result.structuredContent).toEqual(isError ? undefined : said);
  return { ...said, isError };
}
