import type { Fault, ServerName } from './fault';

/** What callers and operators may see while a fault lasts. */
export interface Promised {
  /** Statuses of POST /remember. */
  readonly remember: readonly number[];
  /** Statuses of POST /recall. */
  readonly recall: readonly number[];
  /** Whether /health tells of it. */
  readonly noticed: boolean;
  /** Whether the processes say all the while that they are ready. */
  readonly ready: boolean;
}

const FINE = { remember: [201], recall: [200], ready: true };
const REFUSED = { remember: [201, 503], recall: [200, 503], ready: false };
/** Without a decision of the policy nothing is allowed; one that was made a moment ago still holds. */
const DENIED = { remember: [201, 403], recall: [200, 403], ready: false };

const WHILE_GONE: Readonly<Record<ServerName, Omit<Promised, 'noticed'>>> = {
  redis: FINE,
  kafka: FINE,
  opa: DENIED,
  postgres: REFUSED,
  memory: REFUSED,
};

/** The promise of architecture: what a fault may cost. A server that answers late by half a second costs nothing but time. */
export function promisedIn({ servers, kind }: Fault): Promised {
  if (kind === 'slow') return { ...FINE, noticed: false };
  const parts = servers.map((server) => WHILE_GONE[server]);
  return {
    remember: [...new Set(parts.flatMap(({ remember }) => remember))],
    recall: [...new Set(parts.flatMap(({ recall }) => recall))],
    // One that is back at once may be missed by a probe a second.
    noticed: kind !== 'killed',
    ready: parts.every(({ ready }) => ready),
  };
}
