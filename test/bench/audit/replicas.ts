import { TestDatabase } from '../../support/test-database';
import { ServiceProcess } from '../../support/service-process';

/** Processes of the API on one database; each relays what it can. */
export class Replicas {
  private readonly running: ServiceProcess[] = [];
  private asked = 0;

  /** @param brokers of Kafka, as the processes are told */
  constructor(
    readonly database: TestDatabase,
    private readonly brokers: string,
  ) {}

  async add(): Promise<void> {
    this.running.push(
      await ServiceProcess.start({
        SOMABRAIN_POSTGRES_DSN: this.database.dsn,
        SOMABRAIN_KAFKA_URL: this.brokers,
        SOMABRAIN_LOG_LEVEL: 'FATAL',
      }),
    );
  }

  /** The process whose turn it is. */
  get url(): string {
    const service = this.running[(this.asked += 1) % this.running.length];
    if (!service) throw new Error('No process runs');
    return service.url;
  }

  /** SIGKILL to the oldest, in whose place there is another at once. */
  async killOne(): Promise<void> {
    const killed = this.running.shift();
    await Promise.all([killed?.kill(), this.add()]);
  }

  async stop(): Promise<void> {
    for (const service of this.running.splice(0)) await service.stop();
  }
}
