import { isIP } from 'node:net';
import { Problem } from '@somabrain/kernel';
import type { Request, RequestHandler } from 'express';

/** What a service goes by that asks nobody for a token. */
export interface OwnPlaces {
  /** Host names, beside those that no place on the internet can have. */
  readonly hosts: readonly string[];
  /** Places whose pages may call. */
  readonly origins: readonly string[];
}

/** No name under these can be registered. */
const PRIVATE_NAMES = ['.localhost', '.internal', '.svc', '.cluster.local'];
const LOOPBACK_PAGES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Keeps pages of other places away where nobody is asked for a token, as the browser of whoever sits at this machine could be made to call:
 * by a host name that was rebound to its address, or by a form or an image of any page. Programs send neither Origin nor Sec-Fetch-Site.
 */
export function refuseForeignPages({ hosts, origins }: OwnPlaces): RequestHandler {
  /** Nearly every request names the same host; to read a name takes longer than the rest of this. */
  let ownHost: string | undefined;
  return (request, _response, next) => {
    const { host, origin } = request.headers;
    if (host !== ownHost && host !== undefined) {
      if (!isOwnName(host, hosts)) {
        next(deniedHost(host));
        return;
      }
      ownHost = host;
    }
    if (origin !== undefined) next(isOwnPage(request, origins) ? undefined : deniedOrigin());
    else next(request.headers['sec-fetch-site'] === 'cross-site' ? deniedOrigin() : undefined);
  };
}

/**
 * The Model Context Protocol demands that Origin is checked, also with a token. Tools of developers serve their pages on this machine.
 * @throws Problem PERMISSION_DENIED
 */
export function requireOwnOrLocalPage(request: Request, origins: readonly string[]): void {
  const { origin } = request.headers;
  if (origin === undefined || isOwnPage(request, origins)) return;
  if (!LOOPBACK_PAGES.has(urlOf(origin)?.hostname ?? '')) throw deniedOrigin();
}

/** Whether a page is of the place that it calls, or of one that may. */
function isOwnPage({ headers: { host = '', origin = '' } }: Request, origins: readonly string[]): boolean {
  if (origins.includes(origin)) return true;
  const page = urlOf(origin);
  return page !== null && page.host === urlOf(`${page.protocol}//${host}`)?.host;
}

/** An address cannot be rebound: a browser that names one has opened the page of that very address. */
function isOwnName(host: string, hosts: readonly string[]): boolean {
  const name = urlOf(`http://${host}`)?.hostname;
  if (name === undefined) return false;
  return (
    hosts.includes(name) ||
    isIP(name.replace(/^\[|\]$/g, '')) !== 0 ||
    !name.includes('.') ||
    PRIVATE_NAMES.some((end) => name.endsWith(end))
  );
}

function urlOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function deniedHost(name: string): Problem {
  return new Problem(
    'HOST_DENIED',
    `Host: the service does not go by the name ${name.slice(0, 100)}; name it in SOMABRAIN_ALLOWED_HOSTS, or have tokens asked for`,
  );
}

function deniedOrigin(): Problem {
  return new Problem(
    'PERMISSION_DENIED',
    'Origin: pages of other places may not call this service; name them in SOMABRAIN_CORS_ORIGINS if they may',
  );
}
