import { auditCloudEvent, chainEndOf, type ChainEnd, GENESIS, sealRecord } from '@somabrain/audit';
import { cloudEventMessage, type EventMessage } from '@somabrain/events';
import { newId, newTraceId, parseTenantId, sessionMark } from '@somabrain/kernel';

const SESSIONS_OF_A_TENANT = 10;
/** Of ten activities of a session seven remember and three ask. */
const [CHAPTER, TURNS] = [10, 7];
const FOUND = 5;

/** What agents of some tenants do in their sessions, as the relay publishes it: the tenants in turn, each session a tale after the other. */
export function activities(count: number, perSecond: number, tenants: number): EventMessage[] {
  const names = Array.from({ length: tenants }, () => parseTenantId(`bench-${newId()}`, 'the bench'));
  const chains = new Map<string, ChainEnd>();
  const begun = Date.now();
  const traceId = newTraceId();
  return Array.from({ length: count }, (_, index) => {
    const tenant = names[index % tenants]!;
    const turn = Math.floor(index / tenants);
    const session = sessionMark(`s${turn % SESSIONS_OF_A_TENANT}`);
    const remembers = Math.floor(turn / SESSIONS_OF_A_TENANT) % CHAPTER < TURNS;
    const stream = remembers ? 'operations' : 'access';
    const chain = `${tenant} ${stream}`;
    const record = sealRecord(
      chains.get(chain) ?? GENESIS,
      {
        id: newId(),
        actor: 'ana',
        action: remembers ? 'memory.remembered' : 'memory.recalled',
        traceId,
        resource: remembers ? { type: 'memory', id: newId() } : { type: 'namespace', id: 'default' },
        data: remembers ? { version: 1, session } : { ids: Array.from({ length: FOUND }, newId), session },
      },
      { tenant, stream, time: begun + Math.floor((index * 1_000) / perSecond) },
    );
    chains.set(chain, chainEndOf(record));
    return cloudEventMessage(tenant, auditCloudEvent(record));
  });
}
