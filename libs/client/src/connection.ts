import { Agent, fetch, type RequestInit, type Response } from 'undici';

/** Where a SomaBrain listens, and on whose behalf it is asked. */
export interface Connection {
  /** Such as `http://127.0.0.1:9696`; a path in it is kept. */
  readonly baseUrl: string;
  /** By default the one the server chooses. */
  readonly tenant?: string | undefined;
  /** Sent as bearer token. */
  readonly token?: string | undefined;
}

/** An import is answered when all of it is stored: no limit of time would fit. A lost connection is noticed without one. */
const STREAMS = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

/** The headers that every request of a connection carries. */
export function headersOf({ tenant, token }: Connection): Record<string, string> {
  return {
    ...(tenant === undefined ? {} : { 'X-Tenant-ID': tenant }),
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  };
}

/** Sends one request outside the typed calls, for bodies that are streamed. @param path below the base URL */
export function sendStream(
  connection: Connection,
  path: string,
  { headers, ...init }: Omit<RequestInit, 'headers'> & { readonly headers: Record<string, string> },
): Promise<Response> {
  const url = `${withoutSlash(connection.baseUrl)}${path}`;
  return fetch(url, { ...init, headers: { ...headersOf(connection), ...headers }, dispatcher: STREAMS });
}

/** A base URL to which paths can be added. */
export function withoutSlash(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, '');
}
