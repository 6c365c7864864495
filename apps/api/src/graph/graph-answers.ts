import type { GraphNode, GraphPath, Reached } from '@somabrain/cognition';
import { z } from 'zod';
import { Edge, edgeOf } from '../links/link-answers';

const node = {
  id: z.string().nullable().meta({ description: 'Null while no memory has the key.' }),
  key: z.string().nullable(),
  namespace: z.string(),
};
const truncated = z
  .boolean()
  .meta({ description: 'Whether a bound was reached before all memories were visited.' });

/** The answer to `POST /graph/neighbors`. */
export const NeighboursAnswer = z
  .object({
    neighbors: z
      .array(
        z.object({
          ...node,
          hops: z.int(),
          cost: z.number().meta({ description: 'Sum of 1/weight of the links on the path to it.' }),
          via: Edge.meta({ description: 'The last link on the path to it.' }),
        }),
      )
      .meta({ description: 'The nearest first; of equally near ones, those with the heaviest links first.' }),
    truncated,
    namespace: z.string(),
    trace_id: z.string(),
  })
  .meta({ id: 'Neighbors' });

/** The answer to `POST /graph/path`. */
export const PathAnswer = z
  .object({
    found: z.boolean(),
    hops: z.int().nullable(),
    cost: z.number().nullable().meta({ description: 'Sum of 1/weight of the links.' }),
    nodes: z.array(z.object(node)).meta({ description: 'Both ends included.' }),
    edges: z.array(Edge),
    truncated,
    namespace: z.string(),
    trace_id: z.string(),
  })
  .meta({ id: 'Path' });

export type NeighboursAnswer = z.infer<typeof NeighboursAnswer>;
export type PathAnswer = z.infer<typeof PathAnswer>;

export function toNeighbour({
  node: reached,
  hops,
  cost,
  via,
}: Reached): NeighboursAnswer['neighbors'][number] {
  return { ...toNode(reached), hops, cost, via: edgeOf(via) };
}

export function toPath(
  path: GraphPath | null,
): Pick<PathAnswer, 'found' | 'hops' | 'cost' | 'nodes' | 'edges'> {
  if (!path) return { found: false, hops: null, cost: null, nodes: [], edges: [] };
  const { nodes, links, cost } = path;
  return { found: true, hops: links.length, cost, nodes: nodes.map(toNode), edges: links.map(edgeOf) };
}

function toNode({ id, key, namespace }: GraphNode) {
  return { id, key, namespace };
}
