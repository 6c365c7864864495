import { Pool } from 'undici';
import { ServiceProcess } from '../../support/service-process';
import { cpuSeconds, residentBytes } from './process-cpu';

export interface BenchServiceOptions {
  /** Environment variables beside the DSN. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Directory for profiles of its CPU. */
  readonly profile?: string;
  /** Connections that load comes over. */
  readonly connections?: number;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/** A service in a process of its own, and the connections that load comes over. */
export class BenchService {
  private service!: ServiceProcess;
  private pool!: Pool;
  /** Milliseconds from its last start until it was ready. */
  readyAfter = NaN;

  private constructor(
    private readonly dsn: string,
    private readonly options: BenchServiceOptions,
  ) {}

  static async start(dsn: string, options: BenchServiceOptions = {}): Promise<BenchService> {
    const started = new BenchService(dsn, options);
    await started.begin();
    return started;
  }

  get url(): string {
    return this.service.url;
  }

  /** Seconds of CPU that it has used. */
  readonly cpu = (): number => cpuSeconds(this.service.pid);

  get residentBytes(): number {
    return residentBytes(this.service.pid);
  }

  async get(path: string, tenant?: string): Promise<string> {
    const headers = tenant === undefined ? {} : { 'X-Tenant-ID': tenant };
    const { body } = await this.pool.request({ method: 'GET', path, headers });
    return body.text();
  }

  /** @throws when the answer is no success */
  async post(path: string, tenant: string, content: unknown): Promise<void> {
    const { status, text } = await this.send('POST', path, tenant, content);
    if (status >= 300) throw new Error(`${path} answered ${status}: ${text.slice(0, 500)}`);
  }

  /** Whatever the answer is. */
  async exchange(path: string, tenant: string, content: unknown): Promise<Answer> {
    return this.send('POST', path, tenant, content);
  }

  /** Whatever the answer is. */
  async patch(path: string, tenant: string, content: unknown): Promise<Answer> {
    return this.send('PATCH', path, tenant, content);
  }

  /** @returns the file */
  async export(tenant: string): Promise<Buffer> {
    const { body } = await this.pool.request({
      method: 'GET',
      path: '/export',
      headers: { 'X-Tenant-ID': tenant },
    });
    return Buffer.from(await body.arrayBuffer());
  }

  async import(tenant: string, file: Buffer): Promise<void> {
    const headers = { 'Content-Type': 'application/x-ndjson', 'X-Tenant-ID': tenant };
    const { body } = await this.pool.request({ method: 'POST', path: '/import', headers, body: file });
    await body.dump();
  }

  /** The value of a metric without labels. */
  async metric(name: string): Promise<number> {
    const line = (await this.get('/metrics')).split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.split(' ')[1]);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.begin();
  }

  async stop(): Promise<void> {
    await this.pool.close();
    await this.service.stop();
  }

  private async begin(): Promise<void> {
    const { settings = {}, profile, connections = 64 } = this.options;
    const began = performance.now();
    this.service = await ServiceProcess.start(
      { SOMABRAIN_POSTGRES_DSN: this.dsn, ...settings },
      'api',
      profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
    );
    this.readyAfter = performance.now() - began;
    this.pool = new Pool(this.service.url, { connections });
  }

  private async send(
    method: 'POST' | 'PATCH',
    path: string,
    tenant: string,
    content: unknown,
  ): Promise<Answer> {
    const { statusCode, headers, body } = await this.pool.request({
      method,
      path,
      headers: { 'Content-Type': 'application/json', 'X-Tenant-ID': tenant },
      body: JSON.stringify(content),
    });
    return {
      status: statusCode,
      retryAfter: headers['retry-after']?.toString(),
      text: await body.text(),
    };
  }
}
