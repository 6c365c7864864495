import { Pool } from 'undici';
import { ServiceProcess } from '../../support/service-process';
import { cpuSeconds, residentBytes } from './process-cpu';

const CONNECTIONS = 64;

/** A service in a process of its own, and the connections that load comes over. */
export class BenchService {
  private constructor(
    private readonly service: ServiceProcess,
    private readonly pool: Pool,
    /** Milliseconds from its start until it was ready. */
    readonly readyAfter: number,
  ) {}

  /** @param profile directory for profiles of its CPU */
  static async start(
    dsn: string,
    settings: Record<string, string> = {},
    profile?: string,
  ): Promise<BenchService> {
    const began = performance.now();
    const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    const service = await ServiceProcess.start(
      { SOMABRAIN_POSTGRES_DSN: dsn, ...settings },
      'api',
      profiling,
    );
    const readyAfter = performance.now() - began;
    return new BenchService(service, new Pool(service.url, { connections: CONNECTIONS }), readyAfter);
  }

  get url(): string {
    return this.service.url;
  }

  /** Seconds of CPU that it has used. */
  readonly cpu = (): number => cpuSeconds(this.service.pid);

  get residentBytes(): number {
    return residentBytes(this.service.pid);
  }

  async get(path: string): Promise<string> {
    const { body } = await this.pool.request({ method: 'GET', path });
    return body.text();
  }

  /** @throws when the answer is no success */
  async post(path: string, tenant: string, content: unknown): Promise<void> {
    const { statusCode, body } = await this.pool.request({
      method: 'POST',
      path,
      headers: { 'Content-Type': 'application/json', 'X-Tenant-ID': tenant },
      body: JSON.stringify(content),
    });
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`${path} answered ${statusCode}: ${text.slice(0, 500)}`);
  }

  /** The value of a metric without labels. */
  async metric(name: string): Promise<number> {
    const line = (await this.get('/metrics')).split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.split(' ')[1]);
  }

  async stop(): Promise<void> {
    await this.pool.close();
    await this.service.stop();
  }
}
