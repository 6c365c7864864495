import { BackendFault, connectionFault } from '@somabrain/kernel';
import type { Dispatcher } from 'undici';
import type { RemoteMemory } from './remote-memory';

/** Shorter than callers of the probe wait, and far longer than the answer takes, which the service gives from its last results. */
const TIMEOUT_MS = 900;
const REFUSED = new Set([401, 403]);

/** Asks a memory service whether it takes our requests: whether it is ready, and whether our token is the right one. */
export class MemoryProbe {
  private readonly origin: string;
  private readonly base: string;

  constructor(
    private readonly settings: RemoteMemory,
    private readonly agent: Dispatcher,
  ) {
    const { origin, pathname } = new URL(settings.endpoint);
    this.origin = origin;
    this.base = pathname.replace(/\/+$/, '');
  }

  /** @throws BackendFault when it does not take them */
  async ping(): Promise<void> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      let answer = await this.ask('/health/access', signal);
      // One of the release before does not know the path, and has let our token pass.
      if (answer.status === 404) answer = await this.ask('/health/ready', signal);
      if (answer.status !== 200) throw this.notReady(answer);
    } catch (error) {
      if (error instanceof BackendFault) throw error;
      if (signal.aborted)
        throw new BackendFault('silent', `it gave no answer within ${TIMEOUT_MS} ms`, error);
      throw connectionFault(error) ?? error;
    }
  }

  private async ask(path: string, signal: AbortSignal): Promise<{ status: number; text: string }> {
    const { token } = this.settings;
    const { statusCode, body } = await this.agent.request({
      origin: this.origin,
      path: `${this.base}${path}`,
      method: 'GET',
      headers: token ? { Authorization: `Bearer ${token.reveal()}` } : {},
      signal,
    });
    return { status: statusCode, text: await body.text() };
  }

  private notReady({ status, text }: { status: number; text: string }): BackendFault {
    if (REFUSED.has(status)) {
      const wrong = this.settings.token ? 'refuses the token' : 'asks for a token and is given none';
      return new BackendFault(
        'credentials',
        `it ${wrong} (${status}): SOMABRAIN_MEMORY_HTTP_TOKEN must be the same here and there`,
      );
    }
    const said = /"status":"([a-z_]{1,30})"/.exec(text)?.[1];
    return new BackendFault('unready', `it is not ready (${said ?? `status ${status}`})`);
  }
}
