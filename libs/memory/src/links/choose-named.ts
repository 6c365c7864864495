/** Puts the memories `m` that a name may mean in the order in which it means them, and reads as many as show whether it means one. */
export const CHOICE_ORDER =
  'order by m.closed is not null, m.user_id is not null, m.agent_id is not null, m.arrival limit 2';

/** A memory that a name may mean. */
export interface NamedRow {
  readonly id: string;
  readonly user_id: string | null;
  readonly agent_id: string | null;
  readonly is_closed: boolean;
}

/** The memory that a name means: the only one, else the one without a user, else the one without an agent. @param rows in `CHOICE_ORDER` */
export function chosenOf<Row extends NamedRow>([first, second]: readonly Row[]): Row | 'several' | undefined {
  return first && second && rankOf(first) === rankOf(second) && rankOf(first) !== 0 ? 'several' : first;
}

/** Of two that have the same rank none is meant more than the other, unless they are of no user and agent: then the older one counts. */
function rankOf({ user_id: user, agent_id: agent, is_closed: isClosed }: NamedRow): number {
  return (isClosed ? 4 : 0) + (user === null ? 0 : 2) + (user === null && agent !== null ? 1 : 0);
}
