import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../support/run-program';
import { waitFor } from '../support/wait-for';

interface Target {
  readonly health: 'up' | 'down' | 'unknown';
  readonly labels: { readonly job: string; readonly instance: string };
  readonly lastError: string;
}

interface RuleState {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
  readonly state?: 'inactive' | 'pending' | 'firing';
}

/** A Prometheus with the shipped configuration, whose targets are where the run has them. */
export class PrometheusServer {
  private constructor(
    private readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly output: readonly string[],
  ) {}

  /** @param targets where each target of the configuration is: host:port by host:port. One that is not named is an error. */
  static async start(targets: ReadonlyMap<string, string>): Promise<PrometheusServer> {
    const folder = await mkdtemp(join(tmpdir(), 'somabrain-prometheus-'));
    const port = await freePort();
    const own = new Map([...targets, ['localhost:9090', `127.0.0.1:${port}`]]);
    const shipped = await readFile(join(PROJECT, 'deploy/prometheus/prometheus.yml'), 'utf8');
    const moved = shipped.replace(
      /^( *- targets: \[')(.+)('\])$/gm,
      (_, before: string, target: string, after: string) => {
        const place = own.get(target);
        if (!place) throw new Error(`Nothing of this run is the target ${target}`);
        return before + place + after;
      },
    );
    await writeFile(join(folder, 'prometheus.yml'), moved);
    await writeFile(join(folder, 'metrics-token'), 'none');
    await copyFile(
      join(PROJECT, 'deploy/prometheus/somabrain-alerts.yml'),
      join(folder, 'somabrain-alerts.yml'),
    );
    const child = spawn(
      'prometheus',
      [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    const server = new PrometheusServer(`http://127.0.0.1:${port}`, child, folder, output);
    await waitFor(() => server.isReady(), {
      timeoutMs: 30_000,
      what: () => `Prometheus\n${output.join('')}`,
    });
    return server;
  }

  async targets(): Promise<Target[]> {
    const { activeTargets } = await this.ask<{ activeTargets: Target[] }>('/api/v1/targets?state=active');
    return activeTargets;
  }

  async rules(): Promise<RuleState[]> {
    const { groups } = await this.ask<{ groups: { rules: RuleState[] }[] }>('/api/v1/rules');
    return groups.flatMap(({ rules }) => rules);
  }

  /** How many series a query finds. */
  async series(query: string): Promise<number> {
    const { result } = await this.ask<{ result: unknown[] }>(
      `/api/v1/query?query=${encodeURIComponent(query)}`,
    );
    return result.length;
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
    await rm(this.folder, { recursive: true });
  }

  private async isReady(): Promise<boolean> {
    if (this.child.exitCode !== null) throw new Error(`Prometheus ended\n${this.output.join('')}`);
    try {
      return (await fetch(`${this.url}/-/ready`)).ok;
    } catch {
      return false; // not listening yet
    }
  }

  private async ask<T>(path: string): Promise<T> {
    const answer = (await (await fetch(this.url + path)).json()) as { data: T };
    return answer.data;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return address.port;
}
