import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgres } from '@somabrain/database';
import { EmbeddedServers, gone, query, serverPid } from '../support/embedded-servers';

describe('a running embedded Postgres', () => {
  let servers: EmbeddedServers;
  let postgres: EmbeddedPostgres;

  beforeAll(async () => {
    servers = await EmbeddedServers.create();
    postgres = await servers.start();
  });

  afterAll(() => servers.dispose());

  it('is UTF-8, sorts alike everywhere, checks its pages and writes what it acknowledges', async () => {
    const { connectionString } = postgres;
    const names = ['server_encoding', 'data_checksums', 'fsync', 'synchronous_commit', 'full_page_writes'];
    const settings = await query<{ name: string; setting: string }>(
      connectionString,
      `select name, setting from pg_settings where name in (${names.map((name) => `'${name}'`).join()}) order by name`,
    );
    expect(settings.map(({ name, setting }) => `${name}=${setting}`)).toEqual([
      'data_checksums=on',
      'fsync=on',
      'full_page_writes=on',
      'server_encoding=UTF8',
      'synchronous_commit=on',
    ]);
    const locale = 'select datlocprovider, datlocale from pg_database where datname = current_database()';
    expect(await query(connectionString, locale)).toEqual([{ datlocprovider: 'b', datlocale: 'C.UTF-8' }]);
  });

  it('lets nobody in without the password, which only its user may read', async () => {
    const { connectionString, dataDirectory } = postgres;
    expect((await stat(join(dataDirectory, 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(dataDirectory)).mode & 0o777).toBe(0o700);
    const password = (await readFile(join(dataDirectory, 'password'), 'utf8')).trim();
    expect(Buffer.from(password, 'base64url')).toHaveLength(32);
    const wrong = new URL(connectionString);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select')).rejects.toThrow(/password authentication failed/);
    const methods = await query(connectionString, 'select distinct auth_method from pg_hba_file_rules');
    expect(methods).toEqual([{ auth_method: 'scram-sha-256' }]);
  });

  it('listens on a socket in its private directory and on no address', async () => {
    const { connectionString, dataDirectory } = postgres;
    expect(new URL(connectionString).searchParams.get('host')).toBe(dataDirectory);
    expect(await query(connectionString, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect(await query(connectionString, 'select inet_server_addr() as address')).toEqual([
      { address: null },
    ]);
  });
});

describe('the embedded Postgres', () => {
  let servers: EmbeddedServers;

  beforeEach(async () => {
    servers = await EmbeddedServers.create();
  });

  afterEach(() => servers.dispose());

  it('makes its database, and has the data and the connection URL again at the next start', async () => {
    const first = await servers.start();
    await query(first.connectionString, `create table kept as select 'ÄÖ日' as word`);
    await first.stop();
    const second = await servers.start();
    expect(second.connectionString).toBe(first.connectionString);
    expect(await query(second.connectionString, 'select word from kept')).toEqual([{ word: 'ÄÖ日' }]);
  });

  it('listens on the loopback address where the path is too long for a socket', async () => {
    const { connectionString } = await servers.start(join(servers.directory, 'long'.repeat(20)));
    expect(new URL(connectionString).hostname).toBe('127.0.0.1');
    expect(await query(connectionString, 'show listen_addresses')).toEqual([
      { listen_addresses: '127.0.0.1' },
    ]);
    const wrong = new URL(connectionString);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select')).rejects.toThrow(/password authentication failed/);
  });

  it('listens on the loopback address where the file system lets it make no socket', async () => {
    const { dataDirectory } = await servers.start();
    await servers.stopAll();
    await mkdir(join(dataDirectory, '.s.PGSQL.5432'));
    const { connectionString } = await servers.start();
    expect(await query(connectionString, 'show listen_addresses')).toEqual([
      { listen_addresses: '127.0.0.1' },
    ]);
  });

  it('is gone when stop has resolved, and stopping again changes nothing', async () => {
    const postgres = await servers.start();
    const { connectionString, dataDirectory } = postgres;
    const pid = await serverPid(dataDirectory);
    await Promise.all([postgres.stop(), postgres.stop()]);
    await expect(query(connectionString, 'select')).rejects.toThrow(/ENOENT|ECONNREFUSED/);
    await gone(pid);
    const left = await readdir(join(dataDirectory, 'data'));
    expect(left).not.toContain('postmaster.pid');
    await postgres.stop();
    expect(await readdir(join(dataDirectory, 'data'))).toEqual(left);
    expect(servers.alarms).toEqual([]);
  });

  it('stops although sessions are open in the middle of a transaction', async () => {
    const postgres = await servers.start();
    const open = query(postgres.connectionString, 'begin; select pg_sleep(60)').catch(String);
    const started = `select 1 from pg_stat_activity where query like 'begin; select pg_sleep%' and state = 'active'`;
    while ((await query(postgres.connectionString, started)).length === 0);
    await postgres.stop();
    expect(await open).toMatch(/terminating connection/);
  });

  it('makes the database when a crash came between making the cluster and the database', async () => {
    const first = await servers.start();
    const maintenance = first.connectionString.replace('/somabrain?', '/postgres?');
    await query(maintenance, 'drop database somabrain');
    await first.stop();
    const second = await servers.start();
    expect(await query(second.connectionString, 'select current_database() as name')).toEqual([
      { name: 'somabrain' },
    ]);
  });

  it('starts over when it was killed while it made the cluster', async () => {
    const leftover = join(servers.directory, 'postgres.partial-0123456789ab');
    await mkdir(join(leftover, 'data', 'base'), { recursive: true });
    await writeFile(join(leftover, 'data', 'PG_VERSION'), '18\n');
    const { dataDirectory } = await servers.start();
    expect(await readdir(servers.directory)).toEqual([basename(dataDirectory)]);
  });

  it('keeps a directory that was served, whatever its name', async () => {
    const served = join(servers.directory, 'postgres.partial-0123456789ab', 'data', 'postmaster.opts');
    await mkdir(dirname(served), { recursive: true });
    await writeFile(served, 'postgres');
    await servers.start();
    expect(await readFile(served, 'utf8')).toBe('postgres');
  });

  it('touches no directory that holds something else', async () => {
    const precious = join(servers.directory, 'postgres', 'precious');
    await mkdir(dirname(precious));
    await writeFile(precious, 'mine');
    await expect(servers.start()).rejects.toThrow(/holds files but no complete database/);
    expect(await readFile(precious, 'utf8')).toBe('mine');
  });

  it('does not serve data of another major version', async () => {
    const { dataDirectory } = await servers.start();
    await servers.stopAll();
    await writeFile(join(dataDirectory, 'data', 'PG_VERSION'), '17\n');
    await expect(servers.start()).rejects.toThrow(
      /was written by Postgres 17, and this SomaBrain ships Postgres 18/,
    );
  });

  it('says which file is missing when the password is', async () => {
    const { dataDirectory } = await servers.start();
    await servers.stopAll();
    await rm(join(dataDirectory, 'password'));
    await expect(servers.start()).rejects.toThrow(`the file ${join(dataDirectory, 'password')}`);
  });

  it('quotes the log when the server does not start', async () => {
    const { dataDirectory } = await servers.start();
    await servers.stopAll();
    await rm(join(dataDirectory, 'data', 'global', 'pg_control'));
    await expect(servers.start()).rejects.toThrow(/did not start[^]*could not find the database system/);
  });

  it('explains a directory that cannot be made', async () => {
    await writeFile(join(servers.directory, 'file'), '');
    await expect(servers.start(join(servers.directory, 'file'))).rejects.toThrow(
      /could not be started: E[A-Z]+:.*SOMABRAIN_DATA_DIR/,
    );
  });
});
