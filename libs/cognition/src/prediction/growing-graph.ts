import { byName, type SymbolGraph, type SymbolNode } from './symbol-graph';

/** A copy of a node that this graph owns, so that it may change. */
interface OwnNode extends SymbolNode {
  met: number;
  readonly beside: Record<string, number>;
}

/** A graph to which transitions are added one after the other. The graph that it starts from does not change. */
export class GrowingGraph {
  /** In the order in which they were met last. */
  private readonly nodes: Map<string, SymbolNode>;
  private readonly own = new Map<string, OwnNode>();

  /** @param most the number of nodes; beyond it those met longest ago are dropped */
  constructor(
    graph: SymbolGraph,
    private readonly most: number,
  ) {
    this.nodes = new Map(graph.map((node) => [node.name, node]));
  }

  /** Adds a transition, with its ends in their order. */
  connect(from: string, to: string, weight: number): void {
    const [one, other] = [this.touch(from), this.touch(to)];
    one.met += weight;
    if (one !== other) {
      other.met += weight;
      one.beside[to] = (one.beside[to] ?? 0) + weight;
      other.beside[from] = (other.beside[from] ?? 0) + weight;
    }
    this.forgetOldest();
  }

  /** The graph with all transitions that were added. */
  done(): SymbolGraph {
    return [...this.nodes.values()];
  }

  private touch(name: string): OwnNode {
    const node = this.owned(name);
    this.nodes.delete(name);
    this.nodes.set(name, node);
    return node;
  }

  private owned(name: string): OwnNode {
    let node = this.own.get(name);
    if (!node) {
      const { met, beside } = this.nodes.get(name) ?? { met: 0, beside: {} };
      node = { name, met, beside: Object.assign(byName(), beside) };
      this.own.set(name, node);
      this.nodes.set(name, node);
    }
    return node;
  }

  private forgetOldest(): void {
    for (const [name, { beside }] of this.nodes) {
      if (this.nodes.size <= this.most) return;
      this.nodes.delete(name);
      this.own.delete(name);
      // It is beside those that are beside it.
      for (const neighbour of Object.keys(beside)) Reflect.deleteProperty(this.owned(neighbour).beside, name);
    }
  }
}

/** Adds a transition, with its ends in their order; beyond `most` nodes those that were met longest ago go. */
export function connect(
  graph: SymbolGraph,
  from: string,
  to: string,
  weight: number,
  most: number,
): SymbolGraph {
  const growing = new GrowingGraph(graph, most);
  growing.connect(from, to, weight);
  return growing.done();
}
