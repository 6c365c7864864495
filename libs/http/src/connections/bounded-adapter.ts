import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Response } from 'express';
import type { OpenConnections } from './open-connections';

/** Longer than load balancers keep a connection idle, so that it is not we who close it under a request. */
const KEEP_ALIVE_MS = 75_000;
/** From the first byte of a request, or the opening of its connection, until its headers are complete. */
const HEADERS_MS = 10_000;
/** How often Node looks for headers that are late. */
const CHECK_MS = 1_000;
/** Beside Node's limit of 16 KiB for all of them. */
const MOST_HEADERS = 100;
const EXPECTATION_FAILED = 417;
const SENT_WITH_HEADERS = 1_000;

/** Express behind a server whose connections are bounded in number and in time, and serve one request at a time. */
export class BoundedAdapter extends ExpressAdapter {
  constructor(private readonly connections: OpenConnections) {
    super();
  }

  override initHttpServer(): void {
    const server = createServer(
      {
        keepAliveTimeout: KEEP_ALIVE_MS,
        headersTimeout: HEADERS_MS,
        connectionsCheckingInterval: CHECK_MS,
        // A body may be a stream that takes as long as it takes; the sweep decides when its client has stalled.
        requestTimeout: 0,
      },
      this.connections.oneAtATime(this.getInstance<RequestListener>()),
    );
    server.maxHeadersCount = MOST_HEADERS;
    server.on('checkExpectation', this.connections.oneAtATime(refuseExpectation));
    this.connections.watch(server);
    this.httpServer = server;
  }

  /** The same answer as Express's, without what it looks up and reads anew for each. */
  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    if (statusCode !== undefined) response.status(statusCode);
    if (!isPlainAnswer(response, body)) return super.reply(response, body, statusCode);
    const text = JSON.stringify(body);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', String(Buffer.byteLength(text)));
    // Node sends a text together with the headers, and has to copy it for that.
    return response.end(text.length < SENT_WITH_HEADERS ? text : Buffer.from(text));
  }
}

const WITHOUT_BODY = new Set([204, 205, 304]);

/** Whether an answer is JSON that is sent whatever the client has of it already. */
function isPlainAnswer(response: Response, body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const { method, headers } = response.req;
  return (
    (Array.isArray(body) || Object.getPrototypeOf(body) === Object.prototype) &&
    method !== 'HEAD' &&
    headers['if-none-match'] === undefined &&
    headers['if-modified-since'] === undefined &&
    !WITHOUT_BODY.has(response.statusCode) &&
    !response.hasHeader('Content-Type')
  );
}

/** Node answers so itself where nobody listens, but not in turn. */
function refuseExpectation(_: unknown, response: ServerResponse): void {
  response.writeHead(EXPECTATION_FAILED).end();
}
