import type { Request, Response } from 'express';

export interface McpHttpAnswer {
  readonly status: number;
  /** JSON; empty where a notification was taken. */
  readonly text: string;
}

const [JSON_TYPE, STREAM_TYPE] = ['application/json', 'text/event-stream'];
const OK = 200;

/**
 * Sends an answer as JSON, or as a stream of one event to a client that accepts nothing but a stream. The protocol wants clients to accept
 * both, and many do not: whatever they say, they are answered.
 */
export function sendMcpAnswer(request: Request, response: Response, { status, text }: McpHttpAnswer): void {
  response.statusCode = status;
  if (text === '') {
    response.end();
    return;
  }
  const isStream = status === OK && !request.accepts(JSON_TYPE) && Boolean(request.accepts(STREAM_TYPE));
  response.setHeader('Content-Type', isStream ? STREAM_TYPE : JSON_TYPE);
  response.setHeader('Cache-Control', 'no-store');
  response.end(isStream ? `event: message\ndata: ${text}\n\n` : text);
}
