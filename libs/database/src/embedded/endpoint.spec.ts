import { parseIntoClientConfig } from 'pg-connection-string';
import { chooseEndpoint, connectionString } from './endpoint';
import { homeAt } from './home';

describe('the endpoint of the server', () => {
  it('is a socket while its path is short enough for every system, else a loopback port', async () => {
    const short = homeAt('/'.padEnd(76, 'd'), undefined);
    expect(await chooseEndpoint(short)).toEqual({ host: short.directory, port: 5432 });
    const long = homeAt('/'.padEnd(77, 'd'), undefined);
    expect((await chooseEndpoint(long)).host).toBe('127.0.0.1');
  });

  it('is understood by the driver, with whatever a directory is called', () => {
    const host = '/srv/some brain/ü&?=@%2F';
    expect(
      parseIntoClientConfig(connectionString({ host, port: 5432 }, 'secret', 'somabrain')),
    ).toMatchObject({
      host,
      port: 5432,
      user: 'somabrain',
      password: 'secret',
      database: 'somabrain',
      ssl: false,
    });
  });
});
