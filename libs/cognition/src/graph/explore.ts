import { type Link, type LinkDirection, MAX_FOLLOWED } from '@somabrain/memory';
import { type GraphNode, nameOf, sourceOf, targetOf } from './graph-node';

/** Reads the links of memories. */
export type Follow = (ids: readonly string[]) => Promise<readonly Link[]>;

/** How a node was reached first, at the least cost. */
export interface Reached {
  readonly node: GraphNode;
  readonly hops: number;
  readonly via: Link;
  /** Name of the node before it. */
  readonly from: string;
  readonly cost: number;
}

export interface Exploration {
  /** By name, the nearest first and among these the cheapest. */
  readonly reached: ReadonlyMap<string, Reached>;
  /** Whether a bound left something out. */
  readonly truncated: boolean;
}

export interface ExploreOptions {
  readonly direction: LinkDirection;
  readonly hops: number;
  /** Nodes that are reached at most. */
  readonly nodes: number;
  /** Links that `follow` gives of a memory and direction at most. */
  readonly each: number;
  /** What a step costs in all. @param before what the node costs that it starts at */
  readonly costOf: (link: Link, hops: number, before: number) => number;
  /** Leaves the nodes that may be reached. Absent: all of them. */
  readonly admit?: (nodes: readonly Reached[]) => Promise<readonly Reached[]>;
  /** Name of the node behind which nothing is of interest. */
  readonly until?: string;
}

/** What lies around a node, hop by hop. Every node is reached once, so circles end. */
export async function explore(
  start: GraphNode,
  follow: Follow,
  options: ExploreOptions,
): Promise<Exploration> {
  const reached = new Map<string, Reached>();
  let [frontier, truncated] = [new Map([[nameOf(start), 0]]), false];
  for (let hops = 1; hops <= options.hops && frontier.size > 0; hops += 1) {
    const links = await followAll([...frontier.keys()], start, reached, follow);
    truncated ||= isCapped(links, frontier, options.each);
    const next = nextOf(links, frontier, hops, options);
    const unknown = [...next.values()]
      .filter(({ node }) => nameOf(node) !== nameOf(start) && !reached.has(nameOf(node)))
      .sort((one, other) => one.cost - other.cost || compareNames(one, other));
    const fresh = options.admit ? await options.admit(unknown) : unknown;
    const room = options.nodes - reached.size;
    truncated ||= fresh.length > room;
    for (const each of fresh.slice(0, room)) reached.set(nameOf(each.node), each);
    if (options.until !== undefined && reached.has(options.until)) break;
    frontier = new Map(fresh.slice(0, room).map((each) => [nameOf(each.node), each.cost]));
  }
  return { reached, truncated };
}

async function followAll(
  names: readonly string[],
  start: GraphNode,
  reached: ReadonlyMap<string, Reached>,
  follow: Follow,
): Promise<Link[]> {
  const ids = names.flatMap((name) => {
    const { id } = reached.get(name)?.node ?? start;
    return id === null ? [] : [id];
  });
  const links: Link[] = [];
  for (let from = 0; from < ids.length; from += MAX_FOLLOWED)
    links.push(...(await follow(ids.slice(from, from + MAX_FOLLOWED))));
  return links;
}

/** The cheapest step to each node that links lead to from the frontier. */
function nextOf(
  links: readonly Link[],
  frontier: ReadonlyMap<string, number>,
  hops: number,
  { direction, costOf }: ExploreOptions,
): Map<string, Reached> {
  const next = new Map<string, Reached>();
  for (const link of links) {
    const [source, target] = [sourceOf(link), targetOf(link)];
    for (const [from, node, way] of [
      [source, target, 'out'],
      [target, source, 'in'],
    ] as const) {
      const before = frontier.get(nameOf(from));
      if (before === undefined || (direction !== 'both' && direction !== way)) continue;
      const cost = costOf(link, hops, before);
      const known = next.get(nameOf(node));
      if (!known || cost < known.cost)
        next.set(nameOf(node), { node, hops, via: link, from: nameOf(from), cost });
    }
  }
  return next;
}

/** Whether a memory of the frontier may have more links than were read. */
function isCapped(links: readonly Link[], frontier: ReadonlyMap<string, number>, each: number): boolean {
  const counts = new Map<string, number>();
  for (const { sourceId, targetId } of links) {
    for (const end of [`out ${sourceId}`, `in ${targetId ?? ''}`])
      counts.set(end, (counts.get(end) ?? 0) + 1);
  }
  return [...frontier.keys()].some((name) =>
    ['out', 'in'].some((way) => (counts.get(`${way} ${name}`) ?? 0) >= each),
  );
}

function compareNames(one: Reached, other: Reached): number {
  const [name, otherName] = [one, other].map(({ node }) => node.key ?? nameOf(node)) as [string, string];
  return name < otherName ? -1 : name > otherName ? 1 : 0;
}
