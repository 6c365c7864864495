import { residentBytes } from '../bench/perf/process-cpu';
import { SECRET, signed } from '../e2e/support/token-signer';
import { ServiceProcess } from '../support/service-process';

/** What a small container gives Node. */
const HEAP_MB = 512;

/** What the service has taken, at a moment. */
export interface Holdings {
  readonly slots: number;
  readonly streams: number;
  readonly connections: number;
  readonly residentMiB: number;
}

/** A service as it runs in production with little memory: who calls needs a token, and each tenant has its rate. */
export class AbusedService {
  private constructor(private readonly service: ServiceProcess) {}

  static async start(dsn: string): Promise<AbusedService> {
    const settings = {
      SOMABRAIN_POSTGRES_DSN: dsn,
      SOMABRAIN_JWT_SECRET: SECRET,
      SOMABRAIN_JWT_ISSUER: 'https://id.example',
      SOMABRAIN_JWT_AUDIENCE: 'somabrain',
      SOMABRAIN_RATE_RPS: '50',
      SOMABRAIN_LOG_LEVEL: 'FATAL',
    };
    const options = [`--max-old-space-size=${HEAP_MB}`];
    return new AbusedService(await ServiceProcess.start(settings, 'api', options));
  }

  get url(): string {
    return this.service.url;
  }

  get hasEnded(): boolean {
    return this.service.exitCode !== null;
  }

  /** What it printed last. */
  get lastWords(): string {
    return this.service.printed.slice(-2_000);
  }

  /** A token for an hour. */
  token(tenant: string, ...roles: string[]): Promise<string> {
    const exp = Math.floor(Date.now() / 1000) + 3_600;
    return signed({ sub: `${tenant}-${roles.join('-')}`, tenant, roles, exp });
  }

  /** @throws when it does not answer */
  async holdings(): Promise<Holdings> {
    const answer = await fetch(`${this.url}/metrics`, {
      headers: { Connection: 'close' },
      signal: AbortSignal.timeout(2_000),
    });
    const lines = (await answer.text()).split('\n');
    const read = (series: string) =>
      Number(lines.find((line) => line.startsWith(`${series} `))?.split(' ')[1] ?? NaN);
    return {
      slots: read('somabrain_slots_taken{kind="requests"}'),
      streams: read('somabrain_slots_taken{kind="streams"}'),
      connections: read('somabrain_connections'),
      residentMiB: Math.round(residentBytes(this.service.pid) / 1_024 ** 2),
    };
  }

  /** Stores memories of 40,000 characters, so that lists and exports are large. */
  async fill(token: string, count: number): Promise<void> {
    for (let one = 0; one < count; one += 1) {
      const content = `${one} ${'some words '.repeat(3_600)}`;
      const answer = await fetch(`${this.url}/remember`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: JSON.stringify({ content, namespace: 'large' }),
      });
      if (!answer.ok && answer.status !== 429) throw new Error(`/remember answered ${answer.status}`);
    }
  }

  /** Ends it, if it has not ended by itself. */
  async stop(): Promise<void> {
    if (!this.hasEnded) await this.service.kill();
  }
}
