import type { Database } from '@somabrain/database';
import type { Problem, Viewer } from '@somabrain/kernel';
import type { LinkQuery, MemoryAddress } from './link';
import type { Memory } from '../memory';
import { noneNamed, notFound } from '../not-found';
import { checkedId, noneAt } from '../validation/checked-address';
import { findByCoordinate } from '../postgres/find-by-coordinate';
import { readLiveMemories } from '../postgres/live-memories';
import { findByTextAlone } from './find-by-text';
import { findLinkEnd, type LinkEnd } from './read-links';

/** The same memory by its id or key. @throws Problem MEMORY_NOT_FOUND for a coordinate where there is none, and what cannot be an id */
async function resolveAddress(
  database: Database,
  viewer: Viewer,
  address: MemoryAddress,
): Promise<Exclude<MemoryAddress, { coordinate: string }>> {
  if ('id' in address) return { id: checkedId(address.id) };
  if ('key' in address) return address;
  const id = await findByCoordinate(database, viewer, address.coordinate);
  if (!id) throw noneAt(address.coordinate);
  return { id };
}

/**
 * The same where a link is to be made: a name that is no key, but the text of a memory, is that memory now, whatever has the text later.
 * @throws Problem MEMORY_NOT_FOUND
 */
export async function resolveForLink(
  database: Database,
  viewer: Viewer,
  address: MemoryAddress,
): Promise<Exclude<MemoryAddress, { coordinate: string }>> {
  const named = await resolveAddress(database, viewer, address);
  const id = 'key' in named ? await findByTextAlone(database, viewer, named) : null;
  return id === null ? named : { id };
}

/** The memories that a query for links names, as `readLinks` takes them. @throws Problem MEMORY_NOT_FOUND */
export async function resolveEnds(
  database: Database,
  viewer: Viewer,
  { source, target }: Pick<LinkQuery, 'source' | 'target'>,
): Promise<{ readonly source: LinkEnd | null; readonly targets: readonly string[] | null }> {
  const from = await resolveEnd(database, viewer, source);
  const to = await resolveEnd(database, viewer, target);
  return { source: from, targets: to?.targets ?? null };
}

/** The memory at an address with every name that links may have for it. @throws Problem MEMORY_NOT_FOUND */
async function resolveEnd(
  database: Database,
  viewer: Viewer,
  address: MemoryAddress | null,
): Promise<LinkEnd | null> {
  if (!address) return null;
  const named = await resolveAddress(database, viewer, address);
  const end = await findLinkEnd(database, viewer, named);
  if (!end) throw missing(named);
  return end;
}

/** The memory at an address. @throws Problem MEMORY_NOT_FOUND */
export async function findAtAddress(
  database: Database,
  viewer: Viewer,
  address: MemoryAddress,
): Promise<Memory> {
  const named = await resolveAddress(database, viewer, address);
  const id = 'id' in named ? named.id : (await findLinkEnd(database, viewer, named))?.id;
  const memory = id === undefined ? undefined : (await readLiveMemories(database, viewer, [id])).get(id);
  if (!memory) throw missing(named);
  return memory;
}

function missing(address: Exclude<MemoryAddress, { coordinate: string }>): Problem {
  return 'id' in address ? notFound(address.id) : noneNamed(address);
}
