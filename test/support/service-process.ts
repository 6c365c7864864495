import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { waitFor } from './wait-for';

const START = join(__dirname, '..', '..', 'scripts', 'start.mjs');

/** The services, and the variable that says at which port each answers. */
const PORTS = {
  api: 'SOMABRAIN_PORT',
  memory: 'SOMABRAIN_MEMORY_PORT',
  cognition: 'HEALTH_PORT',
} as const;
export type ServiceName = keyof typeof PORTS;

/** The variable of the port of a service. */
export function portVariable(app: ServiceName): string {
  return PORTS[app];
}

/** A service as `npm start` or `npm run start:memory` runs it, in a process group of its own. */
export class ServiceProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly output: string[],
  ) {}

  /**
   * Starts one of the services and waits until it is ready.
   * @param settings environment variables; without a port it is given a free one
   * @param nodeOptions of the command line of Node
   */
  static start(
    settings: Record<string, string>,
    app: ServiceName = 'api',
    nodeOptions: readonly string[] = [],
  ): Promise<ServiceProcess> {
    return ServiceProcess.startProgram([...nodeOptions, START, app], settings, app);
  }

  /** Starts a service by its program. @param args what Node is called with */
  static async startProgram(
    args: readonly string[],
    settings: Record<string, string>,
    app: ServiceName = 'api',
  ): Promise<ServiceProcess> {
    const variable = portVariable(app);
    const port = settings[variable] ?? String(await freePort());
    const child = spawn(process.execPath, args, {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        SOMABRAIN_LOG_LEVEL: 'WARN',
        ...settings,
        [variable]: port,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    const service = new ServiceProcess(`http://127.0.0.1:${port}`, child, output);
    try {
      await waitFor(() => service.isReady(), {
        timeoutMs: 60_000,
        what: () => `the service to be ready\n${output.join('')}`,
      });
    } catch (error) {
      if (!service.hasEnded) await service.kill();
      throw error;
    }
    return service;
  }

  /** Everything it printed so far. */
  get printed(): string {
    return this.output.join('');
  }

  get exitCode(): number | null {
    return this.child.exitCode;
  }

  /** SIGKILL to the whole process group. */
  async kill(): Promise<void> {
    const exited = once(this.child, 'exit');
    process.kill(-this.pid, 'SIGKILL');
    await exited;
  }

  /** Asks it to stop, as orchestrators do. @returns its exit code */
  async stop(): Promise<number | null> {
    if (this.hasEnded) return this.child.exitCode;
    const exited = once(this.child, 'exit');
    process.kill(this.pid, 'SIGTERM');
    await exited;
    return this.child.exitCode;
  }

  /** SIGSTOP: it keeps its connections and answers nothing. */
  freeze(): void {
    process.kill(-this.pid, 'SIGSTOP');
  }

  /** SIGCONT. */
  thaw(): void {
    process.kill(-this.pid, 'SIGCONT');
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('The service was not started');
    return this.child.pid;
  }

  private async isReady(): Promise<boolean> {
    if (this.child.exitCode !== null)
      throw new Error(`The service ended with ${this.child.exitCode}\n${this.printed}`);
    try {
      return (await fetch(`${this.url}/health/ready`)).ok;
    } catch {
      return false; // not listening yet
    }
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return address.port;
}
