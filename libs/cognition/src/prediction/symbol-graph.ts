import { laplacianOf, type Operator } from '../heat/operator';

/** A node, and the nodes that it was met beside. */
export interface SymbolNode {
  readonly name: string;
  /** How often it was gone on from, itself included. */
  readonly met: number;
  /** How often it and another were met one after the other or together, by the name of the other. */
  readonly beside: Readonly<Record<string, number>>;
}

/** The latest nodes of a stream and which followed which: an undirected graph of bounded size, the latest node last. */
export type SymbolGraph = readonly SymbolNode[];

/** Figures by name. There are as many names as memories: without a prototype the engine keeps no shape of an object for each set of them. */
export function byName(): Record<string, number> {
  return Object.create(null) as Record<string, number>;
}

/** The graph without some of its nodes. */
export function without(graph: SymbolGraph, names: ReadonlySet<string>): SymbolGraph {
  return graph.some(({ name }) => names.has(name))
    ? pruned(graph.filter(({ name }) => !names.has(name)))
    : graph;
}

/** Its Laplacian: two nodes are as close as the share of what was met at them that was met at both, 0 to 1. */
export function operatorOf(graph: SymbolGraph): Operator {
  const places = new Map(graph.map(({ name }, place) => [name, place]));
  const rows = graph.map(({ met, beside }) => {
    const row = new Array<number>(graph.length).fill(0);
    for (const [name, together] of Object.entries(beside)) {
      const place = places.get(name);
      if (place === undefined || together === 0) continue;
      row[place] = together / Math.max(met, graph[place]!.met, together);
    }
    return row;
  });
  return laplacianOf(rows);
}

/** Removes the edges of nodes that were dropped. */
function pruned(graph: SymbolGraph): SymbolGraph {
  const names = new Set(graph.map(({ name }) => name));
  return graph.map((node) => ({
    ...node,
    beside: Object.fromEntries(Object.entries(node.beside).filter(([name]) => names.has(name))),
  }));
}
