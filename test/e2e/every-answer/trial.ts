import { answerOf, type SomaBrainClient } from '@somabrain/client';
import { loadConfiguration } from '@somabrain/config';
import type { RunningService } from '@somabrain/runtime';
import { startService } from '../../../apps/api/src/start-service';
import { quietLogger, TestDatabase } from '../../support/test-database';
import { documentedEndings, Ledger, routeOf } from './ledger';
import {
  type AnyRouteClient,
  fileOf,
  IMPORTS,
  merged,
  plantSeed,
  type Request,
  REQUESTS,
  type Seed,
  TENANT,
} from './requests';

type Outcome = ReturnType<AnyRouteClient['request']>;

/** Services on one database, and the ledger of how every request to them ended. */
export class Trial {
  readonly documented = documentedEndings();

  private constructor(
    readonly database: TestDatabase,
    readonly ledger: Ledger,
    /** Asks a service with the defaults. */
    readonly client: SomaBrainClient,
    /** An export, to be imported. */
    private readonly file: string,
    private readonly services: RunningService[],
  ) {}

  static async start(): Promise<Trial> {
    const database = await TestDatabase.create();
    const [ledger, services]: [Ledger, RunningService[]] = [new Ledger(), []];
    const client = await serve(database, ledger, services, {});
    await plantSeed(client);
    const file = await answerOf(client.GET('/export', { parseAs: 'text' }));
    return new Trial(database, ledger, client, file, services);
  }

  async stop(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
    await this.database.drop();
  }

  /** A service with these settings. */
  serve(settings: Record<string, string> = {}): Promise<SomaBrainClient> {
    return serve(this.database, this.ledger, this.services, settings);
  }

  /** Routes that are documented to end in the problem. */
  routesWith(code: string): string[] {
    return [...this.documented]
      .filter((ending) => ending.endsWith(` ${code}`))
      .map((ending) => routeOf(ending));
  }

  send(by: SomaBrainClient, route: string, seed: Seed, spoilt: Request = {}): Outcome {
    const [method = '', path = ''] = route.split(' ');
    const good = IMPORTS.includes(route) ? fileOf(this.file) : REQUESTS[route]?.(seed);
    if (!good) throw new Error(`test/e2e/every-answer/requests.ts has no request for ${route}`);
    return (by as AnyRouteClient).request(method.toLowerCase(), path, merged(good, spoilt));
  }

  async expectEnding(outcome: Outcome, route: string, code: string): Promise<void> {
    const { response, error } = await outcome;
    expect([route, response.status, (error as { code?: string } | undefined)?.code]).toEqual([
      route,
      expect.any(Number),
      code,
    ]);
  }
}

async function serve(
  { dsn }: TestDatabase,
  ledger: Ledger,
  services: RunningService[],
  settings: Record<string, string>,
): Promise<SomaBrainClient> {
  const environment = {
    SOMABRAIN_POSTGRES_DSN: dsn,
    SOMABRAIN_PORT: '0',
    // So that a body that is too large need not be much larger on the routes that take texts.
    SOMABRAIN_MAX_CONTENT_CHARACTERS: '1000',
    ...settings,
  };
  const service = await startService(loadConfiguration(environment).configuration, quietLogger());
  services.push(service);
  return ledger.client({ baseUrl: service.url, tenant: TENANT });
}
