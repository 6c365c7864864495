import { setTimeout as pause } from 'node:timers/promises';
import { loadPolicy } from '../../support/load-policy';
import { backendUrl } from '../backends';
import type { Stack } from '../support/stack';
import { controlOf } from './control';
import type { Fault, Kind, ServerName } from './fault';

const SLOW_MS = 500;
/** How long a server that was killed is gone before it is started again. */
const GONE_MS = 2_000;

/** Ends a fault. Resolves when the server is itself again. */
export type Heal = () => Promise<void>;

/** Makes the fault happen. @returns what ends it */
export async function disturb(stack: Stack, { servers, kind }: Fault): Promise<Heal> {
  const heals = await Promise.all(
    servers.map((server) =>
      server === 'memory' ? disturbMemory(stack, kind) : disturbServer(stack, server, kind),
    ),
  );
  return async () => {
    await Promise.all(heals.map((heal) => heal()));
  };
}

/** The services of our own, whose processes the stack has. */
async function disturbMemory(stack: Stack, kind: Kind): Promise<Heal> {
  const each = <T>(work: (replica: Stack['memories'][number]) => T) => Promise.all(stack.memories.map(work));
  switch (kind) {
    case 'stopped':
      await each((replica) => replica.stop());
      return async () => void (await each((replica) => replica.startAgain()));
    case 'killed': {
      await each((replica) => replica.kill());
      const back = pause(GONE_MS).then(() => each((replica) => replica.startAgain()));
      return async () => void (await back);
    }
    case 'frozen':
      await each((replica) => {
        replica.freeze();
      });
      return async () =>
        void (await each((replica) => {
          replica.thaw();
        }));
    case 'slow':
    case 'garbage':
      return disturbWay(stack, 'memory', kind);
  }
}

async function disturbServer(stack: Stack, server: Exclude<ServerName, 'memory'>, kind: Kind): Promise<Heal> {
  if (kind === 'slow' || kind === 'garbage') return disturbWay(stack, server, kind);
  const control = controlOf(server);
  switch (kind) {
    case 'stopped':
      await control('down');
      return () => startServer(server);
    case 'frozen':
      await control('pause');
      return () => control('resume');
    case 'killed': {
      await control('kill');
      const back = pause(GONE_MS).then(() => startServer(server));
      return () => back;
    }
  }
}

/** What only somebody in between can do. */
function disturbWay(stack: Stack, server: ServerName, kind: 'slow' | 'garbage'): Heal {
  const way = stack.ways[server];
  if (kind === 'slow') way.delayMs = SLOW_MS;
  else way.become('garbage');
  return () => {
    way.delayMs = 0;
    if (kind === 'garbage') way.become('well');
    return Promise.resolve();
  };
}

async function startServer(server: Exclude<ServerName, 'memory'>): Promise<void> {
  await controlOf(server)('up');
  // Policies that were given over the API are gone with the process.
  if (server === 'opa') await loadPolicy(backendUrl('OPA_URL'), 'policies');
}
