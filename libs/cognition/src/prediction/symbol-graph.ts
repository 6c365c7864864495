import { laplacianOf, type Operator } from '../heat/operator';

/** One thing that was met, and what it was met beside. */
export interface SymbolNode {
  readonly name: string;
  /** How often it was gone on from, itself included. */
  readonly met: number;
  /** How often it and another were met one after the other or together, by the name of the other. */
  readonly beside: Readonly<Record<string, number>>;
}

/** What a stream met last and what followed what: an undirected graph of at most so many nodes, the latest last. */
export type SymbolGraph = readonly SymbolNode[];

const UNMET: Omit<SymbolNode, 'name'> = Object.freeze({ met: 0, beside: {} });

/** Adds a transition, with its ends in their order; beyond `most` nodes those that were met longest ago go. */
export function connect(
  graph: SymbolGraph,
  from: string,
  to: string,
  weight: number,
  most: number,
): SymbolGraph {
  const ends = from === to ? [from] : [from, to];
  const touched = ends.map((name): SymbolNode => {
    const { met, beside } = graph.find((node) => node.name === name) ?? UNMET;
    const other = name === from ? to : from;
    return {
      name,
      met: met + weight,
      beside: from === to ? beside : { ...beside, [other]: (beside[other] ?? 0) + weight },
    };
  });
  return bounded([...graph.filter(({ name }) => !ends.includes(name)), ...touched], most);
}

/** The graph without some of its nodes. */
export function without(graph: SymbolGraph, names: ReadonlySet<string>): SymbolGraph {
  return graph.some(({ name }) => names.has(name))
    ? pruned(graph.filter(({ name }) => !names.has(name)))
    : graph;
}

/** Its Laplacian: two nodes are as close as the share of what was met at them that was met at both, 0 to 1. */
export function operatorOf(graph: SymbolGraph): Operator {
  return laplacianOf(
    graph.map((one) =>
      graph.map((other) => {
        const together = one.beside[other.name] ?? 0;
        return together === 0 ? 0 : together / Math.max(one.met, other.met, together);
      }),
    ),
  );
}

function bounded(graph: SymbolGraph, most: number): SymbolGraph {
  return graph.length <= most ? graph : pruned(graph.slice(-most));
}

/** Forgets what was met beside nodes that are gone. */
function pruned(graph: SymbolGraph): SymbolGraph {
  const names = new Set(graph.map(({ name }) => name));
  return graph.map((node) => ({
    ...node,
    beside: Object.fromEntries(Object.entries(node.beside).filter(([name]) => names.has(name))),
  }));
}
