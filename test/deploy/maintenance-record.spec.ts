import { asOwner } from '../support/test-database';
import { BackedUpService } from './backed-up-service';

let service: BackedUpService;

beforeAll(async () => {
  service = await BackedUpService.start();
}, 60_000);
afterAll(() => service.stop());

function runs(): Promise<{ task: string; succeeded: boolean; ever: boolean }[]> {
  return asOwner(service.dsn, async (client) => {
    const text =
      'select task, succeeded, succeeded_at is not null as ever from maintenance_runs order by task';
    return (await client.query<{ task: string; succeeded: boolean; ever: boolean }>(text)).rows;
  });
}

describe('the scripts of backups write down, for the alerts,', () => {
  it('that they failed, and the reason is still the last line', async () => {
    for (const name of ['verify-backup.sh', 'test-restore.sh']) {
      const { code, err } = await service.script(name, ['20200101_000000']);
      expect(code).toBe(1);
      expect(err.trimEnd().split('\n').at(-1)).toContain('there is no backup');
    }
    expect(await runs()).toEqual([
      { task: 'test-restore', succeeded: false, ever: false },
      { task: 'verify-backup', succeeded: false, ever: false },
    ]);
  }, 60_000);

  it('that they succeeded', async () => {
    await service.backUp();
    for (const name of ['verify-backup.sh', 'test-restore.sh']) {
      expect((await service.script(name)).code).toBe(0);
    }
    expect(await runs()).toEqual([
      { task: 'backup', succeeded: true, ever: true },
      { task: 'test-restore', succeeded: true, ever: true },
      { task: 'verify-backup', succeeded: true, ever: true },
    ]);
  }, 180_000);

  it('that they failed once more, and when they succeeded last', async () => {
    expect((await service.script('backup-somabrain.sh', [], { BACKUP_KEEP_DAYS: 'many' })).code).toBe(1);
    expect((await service.script('verify-backup.sh', ['20200101_000000'])).code).toBe(1);
    expect(await runs()).toContainEqual({ task: 'verify-backup', succeeded: false, ever: true });
  }, 60_000);
});
