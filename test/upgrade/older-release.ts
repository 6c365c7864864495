import { mkdtemp, mkdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf, PROJECT } from '../support/run-program';
import { ServiceProcess } from '../support/service-process';

/** The API as it was when the schema was first made; README.md tells which. */
export class OlderRelease {
  private constructor(
    readonly service: ServiceProcess,
    private readonly directory: string,
  ) {}

  /** Starts it with the packages and the word lists of the present release. It makes its schema itself. */
  static async start(dsn: string): Promise<OlderRelease> {
    const directory = await mkdtemp(join(tmpdir(), 'somabrain-older-'));
    await outputOf('tar', ['-xzf', join(__dirname, 'older-release.tar.gz'), '-C', directory]);
    await mkdir(join(directory, 'libs/retrieval'), { recursive: true });
    for (const shared of ['node_modules', 'libs/retrieval/assets'])
      await symlink(join(PROJECT, shared), join(directory, shared));
    const main = join(directory, 'apps/api/src/main.js');
    const service = await ServiceProcess.startProgram([main], { SOMABRAIN_POSTGRES_DSN: dsn });
    return new OlderRelease(service, directory);
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await rm(this.directory, { recursive: true });
  }
}
