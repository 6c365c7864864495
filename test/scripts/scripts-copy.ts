import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type ProgramRun, PROJECT, runProgram } from '../support/run-program';

/** A copy of what the scripts work on, for they write beside themselves. */
export class ScriptsCopy {
  readonly directory = mkdtempSync(join(tmpdir(), 'somabrain-scripts-'));
  private readonly programs = join(this.directory, 'programs');

  constructor() {
    for (const path of ['scripts', 'docker-compose.yml'])
      cpSync(join(PROJECT, path), join(this.directory, path), { recursive: true });
    cpSync(join(PROJECT, '.env.example'), join(this.directory, '.env.example'), { dereference: true });
    cpSync(join(PROJECT, 'test/scripts/programs'), this.programs, { recursive: true });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }

  run(script: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<ProgramRun> {
    return this.call(join(this.directory, 'scripts', script), args, tmpdir(), env);
  }

  /** Types commands into a shell that stands in the copy, and ends at the first that fails. */
  shell(commands: string): Promise<ProgramRun> {
    return this.call('bash', ['--norc', '-euo', 'pipefail', '-c', commands], this.directory, {});
  }

  private call(
    program: string,
    args: readonly string[],
    cwd: string,
    env: Record<string, string>,
  ): Promise<ProgramRun> {
    const path = [this.programs, process.env.PATH].join(delimiter);
    return runProgram(program, args, {
      cwd,
      env: { ...env, PATH: path, CALLS: join(this.directory, 'calls') },
    });
  }

  read(path: string): string {
    return readFileSync(join(this.directory, path), 'utf8');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.directory, path), text);
    if (path.startsWith('programs/')) chmodSync(join(this.directory, path), 0o755);
  }

  /** The variables that .env sets. */
  get environment(): Record<string, string> {
    const lines = this.read('.env').split('\n');
    const set = lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split('='));
    return Object.fromEntries(set.map(([name = '', ...value]) => [name, value.join('=')] as const));
  }

  /** What docker was called with, a line each. */
  get dockerCalls(): string[] {
    return existsSync(join(this.directory, 'calls')) ? this.read('calls').trim().split('\n') : [];
  }
}
