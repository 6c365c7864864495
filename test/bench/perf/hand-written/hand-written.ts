import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Pool } from 'undici';
import { cpuSeconds } from '../process-cpu';
import type { Target } from '../scenario';

/** The hand-written service in a process of its own, on the same Postgres: the floor that a service of guarantees is measured against. */
export class HandWritten implements Target {
  private constructor(
    private readonly child: ChildProcess,
    private readonly pool: Pool,
  ) {}

  /** @throws when it does not say its port */
  static async start(dsn: string, connections = 64): Promise<HandWritten> {
    const program = ['--require', 'tsx/cjs', join(__dirname, 'program.ts'), dsn];
    const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit').then(() => {
      throw new Error('The hand-written service ended before it listened');
    });
    const said = await Promise.race([once(child.stdout, 'data'), ended]);
    ended.catch(() => undefined);
    const port = Number(String(said[0]));
    return new HandWritten(child, new Pool(`http://127.0.0.1:${port}`, { connections }));
  }

  /** Seconds of CPU that it has used. */
  readonly cpu = (): number => cpuSeconds(this.child.pid!);

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

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    await this.pool.close();
    this.child.kill('SIGTERM');
    await ended;
  }
}
