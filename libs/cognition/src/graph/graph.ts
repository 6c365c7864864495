import { Inject, Injectable } from '@nestjs/common';
import { narrowed, type TenantContext } from '@somabrain/kernel';
import {
  type Link,
  type LinkDirection,
  type LinkType,
  type Memory,
  type MemoryFilter,
  MemoryService,
} from '@somabrain/memory';
import { explore, type Exploration, type Reached } from './explore';
import { type GraphNode, nameOf } from './graph-node';
import { linkCost, PLAN_RELATIONS, planCost } from './link-cost';
import { meeting } from './meeting';

/** Links of a memory and direction that are followed at most. */
const LINKS_EACH = 200;
/** Nodes that are looked at for a path, and for a plan, at most. */
const PATH_NODES = 2_000;
const PLAN_NODES = 200;
const PLAN_HOPS = 5;

/** Which links count, and how far they are followed. */
export interface GraphQuery {
  readonly direction: LinkDirection;
  /** Null: of any type. */
  readonly types: readonly LinkType[] | null;
  readonly hops: number;
}

/** Which steps a plan may have. */
export interface PlanQuery {
  /** At most this many. */
  readonly steps: number;
  /** Kinds of links that are followed, the most pressing first. Absent: the usual ones. */
  readonly relations?: readonly LinkType[];
  /** Only such memories are steps. */
  readonly filter?: MemoryFilter;
}

/** What lies around a memory. */
export interface Neighbourhood {
  /** The nearest first, and among these those with the heaviest links. */
  readonly neighbours: readonly Reached[];
  /** Whether there is more than was asked for or looked at. */
  readonly truncated: boolean;
}

/** A way from one memory to another. */
export interface GraphPath {
  /** Both ends included. */
  readonly nodes: readonly GraphNode[];
  readonly links: readonly Link[];
  /** Sum of 1/weight of the links. */
  readonly cost: number;
}

/** The path, or null where none was found; `truncated` where not everything was looked at. */
export interface PathSearch {
  readonly path: GraphPath | null;
  readonly truncated: boolean;
}

/** The graph of links: neighbours, paths and plans. Hidden memories do not exist in it. */
@Injectable()
export class Graph {
  constructor(@Inject(MemoryService) private readonly memories: Pick<MemoryService, 'follow' | 'list'>) {}

  /** @param limit neighbours at most; @throws Problem DATABASE_UNAVAILABLE, MEMORY_UNAVAILABLE */
  async neighbours(
    context: TenantContext,
    start: GraphNode,
    query: GraphQuery,
    limit: number,
  ): Promise<Neighbourhood> {
    const { reached, truncated } = await this.explore(context, start, query, { nodes: limit });
    return { neighbours: [...reached.values()], truncated };
  }

  /** The path of fewest hops and, among these, of the heaviest links. @throws Problem as `neighbours` */
  async path(
    context: TenantContext,
    start: GraphNode,
    end: GraphNode,
    query: GraphQuery,
  ): Promise<PathSearch> {
    const until = nameOf(end);
    if (until === nameOf(start)) return { path: { nodes: [start], links: [], cost: 0 }, truncated: false };
    const { reached, truncated } = await this.explore(context, start, query, { nodes: PATH_NODES, until });
    const last = reached.get(until);
    return last ? { path: pathTo(last, start, reached), truncated: false } : { path: null, truncated };
  }

  /** The steps that a memory leads to, the cheapest first. @throws Problem as `neighbours` */
  async plan(
    context: TenantContext,
    start: Pick<Memory, 'id' | 'namespace' | 'key'>,
    { steps, relations = PLAN_RELATIONS, filter = {} }: PlanQuery,
  ): Promise<Reached[]> {
    const query = { direction: 'out', types: relations, hops: PLAN_HOPS } as const;
    const seen = narrowed(context, filter);
    const { reached } = await this.explore(seen, start, query, {
      nodes: PLAN_NODES,
      costOf: (link, depth) => planCost(link, depth, relations),
      ...(isRestricted(filter) && { admit: (nodes) => meeting(this.memories, seen, filter, nodes) }),
    });
    return [...reached.values()].sort((one, other) => one.cost - other.cost).slice(0, steps);
  }

  private explore(
    context: TenantContext,
    start: GraphNode,
    { direction, types, hops }: GraphQuery,
    options: Pick<Parameters<typeof explore>[2], 'nodes' | 'until'> &
      Partial<Pick<Parameters<typeof explore>[2], 'costOf' | 'admit'>>,
  ): Promise<Exploration> {
    const follow = (ids: readonly string[]) =>
      this.memories.follow(context, { ids, direction, types, each: LINKS_EACH });
    const costOf = (link: Link, _hops: number, before: number): number => before + linkCost(link.weight);
    return explore(start, follow, { direction, hops, each: LINKS_EACH, costOf, ...options });
  }
}

/** Whether a filter says more than whose the memories are, which the context says already. */
function isRestricted({ userId: _, agentId: __, ...conditions }: MemoryFilter): boolean {
  return Object.keys(conditions).length > 0;
}

function pathTo(last: Reached, start: GraphNode, reached: ReadonlyMap<string, Reached>): GraphPath {
  const steps: Reached[] = [];
  for (let step: Reached | undefined = last; step; step = reached.get(step.from)) steps.unshift(step);
  return {
    nodes: [start, ...steps.map(({ node }) => node)],
    links: steps.map(({ via }) => via),
    cost: last.cost,
  };
}
