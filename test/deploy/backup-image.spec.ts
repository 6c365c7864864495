import { newId } from '@somabrain/kernel';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backendUrl } from '../stack/backends';
import { outputOf } from '../support/run-program';
import { BackedUpService } from './backed-up-service';
import { BACKUP_IMAGE, buildBackupImage } from './built-image';
import { runHardened } from './running-container';

/** As the jobs of Compose and of the charts run it. */
describe('the image of the backups, as uid 1000 with a root that cannot be written', () => {
  const volume = `somabrain-test-${newId()}`;
  let service: BackedUpService;
  const run = async (...command: string[]) => {
    const pem = await readFile(join(service.keys, 'backup-signing.pem'), 'utf8');
    const settings = {
      // As .env has it: its one line.
      BACKUP_SIGNING_KEY: pem.split('\n')[1]!,
      SOMABRAIN_MODE: 'enterprise',
      SOMABRAIN_POSTGRES_DSN: service.dsn,
      SOMABRAIN_REDIS_URL: backendUrl('REDIS_URL'),
      DRILL_URL: service.api.url,
    };
    return runHardened(BACKUP_IMAGE, settings, `${volume}:/backups`, ...command);
  };

  beforeAll(async () => {
    await buildBackupImage();
    service = await BackedUpService.start();
    const memories = Array.from({ length: 100 }, (_, index) => ({
      content: `Kept in the cellar: jar ${index}`,
    }));
    await service.api.post('/remember/batch', { memories });
  }, 600_000);
  afterAll(async () => {
    await service.stop();
    await outputOf('docker', ['volume', 'rm', volume]);
  });

  it('backs up into a new volume', async () => {
    const { code, out, err } = await run();
    expect([code, err]).toEqual([0, expect.stringContaining('saved /backups/somabrain/')]);
    expect(out).toMatch(/^\/backups\/somabrain\/\d{8}_\d{6}\n$/);
  }, 60_000);

  it('verifies that backup', async () => {
    const { code, out, err } = await run('/scripts/verify-backup.sh');
    expect([code, err]).toEqual([0, expect.stringMatching(/checksums: OK; backup .* signed by the key/)]);
    expect(out).toMatch(/OK: \S+ can be restored\.\n$/);
  }, 120_000);

  it('drills a restore, with every recall as the service in use answers it', async () => {
    const { code, out, err } = await run('scripts/test-restore.sh');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('recalls: 20 asked, 20 find the memory by its own words');
    expect(out).toContain('20 of 20 are the same');
  }, 120_000);
});
