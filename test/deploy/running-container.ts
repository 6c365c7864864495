import { newId } from '@somabrain/kernel';
import { outputOf, type ProgramRun, runProgram } from '../support/run-program';
import { waitFor } from '../support/wait-for';
import { IMAGE } from './built-image';

/** As docker-compose.yml runs it: nothing may be written but /tmp and /app/logs, and no right can be had. */
const HARDENING = [
  '--read-only',
  ...['--tmpfs', '/tmp', '--tmpfs', '/app/logs'],
  ...['--cap-drop', 'ALL'],
  ...['--security-opt', 'no-new-privileges'],
];

/** What `docker run` is told to start a hardened container on the host's network. */
function hardened(name: string, settings: Readonly<Record<string, string>>): string[] {
  const environment = Object.entries(settings).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
  return ['--name', name, '--network', 'host', ...HARDENING, ...environment];
}

/**
 * Runs one command in a hardened container until its end.
 * @param volume a named volume, and where it is mounted: name:/path
 */
export function runHardened(
  image: string,
  settings: Readonly<Record<string, string>>,
  volume: string,
  ...command: string[]
): Promise<ProgramRun> {
  const flags = ['--rm', '-v', volume, ...hardened(`somabrain-test-${newId()}`, settings)];
  return runProgram('docker', ['run', ...flags, image, ...command]);
}

/** A hardened container on the host's network. */
export class RunningContainer {
  private constructor(private readonly name: string) {}

  /** @param settings its environment */
  static async start(
    settings: Readonly<Record<string, string>>,
    ...command: string[]
  ): Promise<RunningContainer> {
    const name = `somabrain-test-${newId()}`;
    await outputOf('docker', ['run', '-d', ...hardened(name, settings), IMAGE, ...command]);
    return new RunningContainer(name);
  }

  /** Waits until a URL answers with success. @returns the milliseconds that took */
  async answers(url: string): Promise<number> {
    const start = performance.now();
    const isReady = async () => {
      const state = await outputOf('docker', ['inspect', '--format', '{{.State.Running}}', this.name]);
      if (state.trim() !== 'true') throw new Error(`The container ended\n${await this.log()}`);
      return (await fetch(url).catch(() => null))?.ok ?? false;
    };
    await waitFor(isReady, { timeoutMs: 60_000, what: () => url });
    return performance.now() - start;
  }

  /** Runs a command inside. @returns what it printed */
  exec(...command: string[]): Promise<string> {
    return outputOf('docker', ['exec', this.name, ...command]);
  }

  /** Runs a command inside that may fail. */
  attempt(...command: string[]): Promise<ProgramRun> {
    return runProgram('docker', ['exec', this.name, ...command]);
  }

  async log(): Promise<string> {
    const { out, err } = await runProgram('docker', ['logs', this.name]);
    return out + err;
  }

  /** Waits for its end. @returns its exit code */
  async ended(): Promise<number> {
    return Number(await outputOf('docker', ['wait', this.name]));
  }

  /** SIGTERM; it is killed only after half a minute. @returns the exit code */
  async stop(): Promise<number> {
    await outputOf('docker', ['stop', '-t', '30', this.name]);
    const code = await outputOf('docker', ['inspect', '--format', '{{.State.ExitCode}}', this.name]);
    return Number(code);
  }

  async remove(): Promise<void> {
    await outputOf('docker', ['rm', '-f', this.name]);
  }
}
