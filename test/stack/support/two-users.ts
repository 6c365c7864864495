import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PROJECT, type ProgramRun, runProgram } from '../../support/run-program';
import { asOwner, serverDsn } from '../../support/test-database';

/** An empty database and its users, as deploy/postgres/create-users.sh makes them on the server of the run. */
export class TwoUsers {
  readonly owner = `owner_${randomBytes(6).toString('hex')}`;
  readonly app = this.owner.replace('owner', 'app');
  readonly name = this.owner.replace('owner', 'two_users');
  private readonly password = randomBytes(12).toString('hex');

  get ownerDsn(): string {
    return this.dsnOf(this.owner);
  }

  get appDsn(): string {
    return this.dsnOf(this.app);
  }

  /** Runs the script as the superuser. @param settings instead of what it is usually told */
  createUsers(settings: Record<string, string> = {}): Promise<ProgramRun> {
    const server = new URL(serverDsn());
    return runProgram(join(PROJECT, 'deploy/postgres/create-users.sh'), [], {
      env: {
        PGHOST: server.hostname,
        PGPORT: server.port || '5432',
        PGUSER: decodeURIComponent(server.username),
        PGPASSWORD: decodeURIComponent(server.password),
        POSTGRES_DB: this.name,
        OWNER_USER: this.owner,
        OWNER_PASSWORD: this.password,
        APP_USER: this.app,
        APP_PASSWORD: this.password,
        ...settings,
      },
    });
  }

  /** Asks this database as the superuser. */
  async asSuperuser<Row extends object>(text: string): Promise<Row[]> {
    const dsn = Object.assign(new URL(serverDsn()), { pathname: `/${this.name}` }).href;
    return asOwner(dsn, async (client) => (await client.query<Row>(text)).rows);
  }

  async drop(): Promise<void> {
    await asOwner(serverDsn(), async (client) => {
      await client.query(`drop database if exists ${this.name} with (force)`);
      for (const role of [this.app, this.owner]) await client.query(`drop role if exists ${role}`);
    });
  }

  private dsnOf(username: string): string {
    return Object.assign(new URL(serverDsn()), {
      username,
      password: this.password,
      pathname: `/${this.name}`,
    }).href;
  }
}
