import type { Link, LinkType } from '@somabrain/memory';

/** So that a link of no weight is dear and not impossible. */
const LEAST_WEIGHT = 0.001;

/** Kinds of links that plans follow, the most pressing first. */
export const PLAN_RELATIONS: readonly LinkType[] = [
  'depends_on',
  'causes',
  'part_of',
  'motivates',
  'related',
];

/** What it costs to follow a link: the heavier, the less. */
export function linkCost(weight: number): number {
  return 1 / Math.max(LEAST_WEIGHT, weight);
}

/** What a step of a plan costs: depth + place of its kind among the relations + 1/weight. The cheapest come first. */
export function planCost(
  { type, weight }: Pick<Link, 'type' | 'weight'>,
  depth: number,
  relations: readonly LinkType[] = PLAN_RELATIONS,
): number {
  return depth + relations.indexOf(type) + linkCost(weight);
}
