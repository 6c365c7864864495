import { ServiceProcess } from '../../support/service-process';
import { TestDatabase } from '../../support/test-database';
import { RunningApi } from './running-api';

/** Two processes of the API on one database. */
export class TwoProcesses {
  readonly apis: readonly RunningApi[];

  private constructor(
    readonly database: TestDatabase,
    private readonly services: readonly ServiceProcess[],
  ) {
    this.apis = services.map(({ url }) => new RunningApi(url, [], () => Promise.resolve()));
  }

  static async start(): Promise<TwoProcesses> {
    const database = await TestDatabase.create();
    const services: ServiceProcess[] = [];
    for (const name of ['one', 'other']) {
      services.push(await ServiceProcess.start({ SOMABRAIN_POSTGRES_DSN: database.dsn, HOSTNAME: name }));
    }
    return new TwoProcesses(database, services);
  }

  /** Everything that both printed so far. */
  get printed(): string {
    return this.services.map(({ printed }) => printed).join('');
  }

  async stop(): Promise<void> {
    for (const service of this.services) await service.stop();
    await this.database.drop();
  }
}
