import { ServiceProcess } from '../../support/service-process';
import { TOKEN } from '../../support/memory-apart';
import { isStackRun, serversOfRun } from '../../support/servers-of-run';
import { TestDatabase } from '../../support/test-database';
import { RunningApi } from './running-api';

/** Two processes of the API on one database; in a run on real servers with the services they are deployed with. */
export class TwoProcesses {
  readonly apis: readonly RunningApi[];

  private constructor(
    readonly database: TestDatabase,
    private readonly services: readonly ServiceProcess[],
    private readonly memories: readonly ServiceProcess[],
  ) {
    this.apis = services.map(({ url }) => new RunningApi(url, [], () => Promise.resolve()));
  }

  static async start(): Promise<TwoProcesses> {
    const database = await TestDatabase.create();
    const common = {
      SOMABRAIN_POSTGRES_DSN: database.dsn,
      ...(isStackRun() && { ...(await serversOfRun()), SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN }),
    };
    const memories = isStackRun() ? [await ServiceProcess.start(common, 'memory')] : [];
    const way = memories.map(({ url }) => ({ SOMABRAIN_MEMORY_HTTP_ENDPOINT: url }))[0];
    const apis: ServiceProcess[] = [];
    for (const name of ['one', 'other']) {
      apis.push(await ServiceProcess.start({ ...common, ...way, HOSTNAME: name }));
    }
    return new TwoProcesses(database, apis, memories);
  }

  /** Everything that all printed so far. */
  get printed(): string {
    return [...this.services, ...this.memories].map(({ printed }) => printed).join('');
  }

  async stop(): Promise<void> {
    for (const service of [...this.services, ...this.memories]) await service.stop();
    await this.database.drop();
  }
}
