import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedServers, gone, isRunning, query, serverPid } from '../support/embedded-servers';

const OWNER = join(__dirname, '../support/embedded-postgres-owner.ts');

interface OwnerReport {
  readonly connectionString?: string;
  readonly refused?: string;
}

describe('the ownership of an embedded Postgres', () => {
  let servers: EmbeddedServers;
  let children: ChildProcess[];

  beforeEach(async () => {
    servers = await EmbeddedServers.create();
    children = [];
  });

  afterEach(async () => {
    for (const child of children) await kill(child);
    await servers.dispose();
  });

  /** A process group of its own that starts the embedded Postgres, as `npm start` in a terminal would. */
  async function startOwner(): Promise<{ child: ChildProcess; report: OwnerReport }> {
    const child = spawn(process.execPath, ['--import', 'tsx', OWNER, servers.directory], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    for await (const line of createInterface(child.stdout))
      return { child, report: JSON.parse(line) as OwnerReport };
    throw new Error('the owner ended without a word');
  }

  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch (error) {
      // It has ended by itself, and its exit is about to be told.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    await exit;
  }

  it('passes to the next start when the whole process group of the owner was killed', async () => {
    const { child, report } = await startOwner();
    await query(report.connectionString!, 'create table kept as select 1 as number');
    const pid = await serverPid(join(servers.directory, 'postgres'));
    await kill(child);
    expect(isRunning(pid)).toBe(true);

    const postgres = await servers.start();
    expect(postgres.connectionString).toBe(report.connectionString);
    expect(await serverPid(postgres.dataDirectory)).toBe(pid);
    expect(await query(postgres.connectionString, 'select number from kept')).toEqual([{ number: 1 }]);
    await postgres.stop();
    await gone(pid);
  });

  it('survives a crash of owner and server together', async () => {
    const { child, report } = await startOwner();
    await query(report.connectionString!, 'create table kept as select 1 as number');
    process.kill(await serverPid(join(servers.directory, 'postgres')), 'SIGKILL');
    await kill(child);
    const { connectionString } = await servers.start();
    expect(await query(connectionString, 'select number from kept')).toEqual([{ number: 1 }]);
  });

  it('is refused to a second start while the first lives', async () => {
    const postgres = await servers.start();
    const { report } = await startOwner();
    expect(report.refused).toContain(`Another SomaBrain is using the database in ${postgres.dataDirectory}`);
    expect(await query(postgres.connectionString, 'select 1 as answer')).toEqual([{ answer: 1 }]);
  });

  it.each(['new', 'existing'])(
    'goes to exactly one of three starts at the same moment on a %s database',
    async (state) => {
      if (state === 'existing') await servers.start().then((postgres) => postgres.stop());
      const outcomes = await Promise.allSettled([servers.start(), servers.start(), servers.start()]);
      const refusals = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [String(outcome.reason)] : [],
      );
      expect(refusals).toHaveLength(2);
      for (const refusal of refusals) expect(refusal).toMatch(/Another SomaBrain is using the database in/);
    },
  );

  it('goes to exactly one of two processes', async () => {
    const owners = await Promise.all([startOwner(), startOwner()]);
    expect(owners.filter(({ report }) => report.connectionString)).toHaveLength(1);
    for (const { child } of owners) await kill(child);
    await servers.start();
  });

  it('is taken again, at the same address, when the server was killed', async () => {
    const postgres = await servers.start();
    await query(postgres.connectionString, 'create table kept as select 1 as number');
    process.kill(await serverPid(postgres.dataDirectory), 'SIGKILL');
    await servers.noticed('The embedded Postgres is back.');
    expect(await query(postgres.connectionString, 'select number from kept')).toEqual([{ number: 1 }]);
    const { report } = await startOwner();
    expect(report.refused).toMatch(/Another SomaBrain/);
  });

  it('is taken again whenever the server can run again, however long that takes', async () => {
    const { connectionString, dataDirectory } = await servers.start();
    const control = join(dataDirectory, 'data', 'global', 'pg_control');
    await rename(control, `${control}.away`);
    process.kill(await serverPid(dataDirectory), 'SIGKILL');
    const starts = async () =>
      (await readFile(join(dataDirectory, 'server.log'), 'utf8')).split('pg_control').length;
    // More often than a person is told of: it must not give up.
    const before = await starts();
    while ((await starts()) < before + 4) await delay(50);
    expect(servers.notices.filter((notice) => notice.includes('does not come back yet'))).toHaveLength(1);
    expect(servers.alarms).toEqual(['The embedded Postgres went away; it is being started again.']);
    await rename(`${control}.away`, control);
    await servers.noticed('The embedded Postgres is back.');
    expect(await query(connectionString, 'select 1 as number')).toEqual([{ number: 1 }]);
  });

  it('is not held up by lock files whose process id now belongs to someone else', async () => {
    const { dataDirectory } = await servers.start();
    await servers.stopAll();
    const { uid, gid } = await stat(dataDirectory);
    const stranger = spawn('/bin/sh', ['-c', 'read forever'], {
      uid,
      gid,
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    children.push(stranger);
    const data = join(dataDirectory, 'data');
    const lines = [
      stranger.pid,
      data,
      1_700_000_000,
      5432,
      dataDirectory,
      '',
      '  1234567         0',
      'ready   ',
      '',
    ];
    for (const file of [join(data, 'postmaster.pid'), join(dataDirectory, '.s.PGSQL.5432.lock')]) {
      await writeFile(file, lines.join('\n'), { mode: 0o600 });
      await chown(file, uid, gid);
    }
    const { connectionString } = await servers.start();
    expect(await query(connectionString, 'select 1 as answer')).toEqual([{ answer: 1 }]);
    expect(isRunning(stranger.pid!)).toBe(true);
  });
});
