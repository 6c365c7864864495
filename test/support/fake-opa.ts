import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PolicyQuestion } from '@somabrain/policy';

/** What a rule may come to, right or wrong. */
export type Rule = (question: PolicyQuestion) => unknown;

/** A server that answers as OPA does, by a rule that the test gives. */
export class FakeOpa {
  /** Those about somebody: health asks about nobody, again and again. */
  readonly questions: PolicyQuestion[] = [];
  rule: Rule = () => ({ allow: true });

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeOpa> {
    const server = createServer();
    const opa = new FakeOpa(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { input } = JSON.parse(body) as { input: PolicyQuestion };
        const isProbe = 'subject' in input && input.subject.id === '';
        if (!isProbe) opa.questions.push(input);
        response.end(JSON.stringify({ result: opa.rule(input) }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return opa;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
