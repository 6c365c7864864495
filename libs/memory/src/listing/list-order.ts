import { isId } from '@somabrain/kernel';
import type { LIST_SORTS, ListQuery } from '../memory';
import { decodeCursor, encodeCursor } from './page-cursor';

type Place = readonly (string | number)[];

/** The order of the rows `m` of a list, and how a cursor says where a page ended. */
export interface PageOrder {
  /** What to order by. */
  readonly sql: string;
  /** A condition that every row meets, and that the index of the order asks for. */
  readonly needs: string;
  /** What a row is sorted by, as a text that a cursor holds exactly. */
  readonly key: string;
  /** The condition for rows behind a place, with a `?` for each of its parts. */
  readonly behind: string;
  cursorOf(row: { readonly id: string; readonly arrival: string; readonly sort_key: string | null }): string;
  /** @throws Problem CURSOR_INVALID for a cursor of another order */
  placeOf(cursor: string): Place;
}

/** What each sort compares, as numbers: times in microseconds, as exact as they are stored. */
const KEYS: Readonly<Record<(typeof LIST_SORTS)[number], { sql: string; type: string; written: RegExp }>> = {
  created_at: { sql: microseconds('m.created_at'), type: 'bigint', written: /^-?\d{1,18}$/ },
  occurred_at: {
    sql: microseconds('coalesce(m.occurred_at, m.created_at)'),
    type: 'bigint',
    written: /^-?\d{1,18}$/,
  },
  importance: {
    sql: 'm.importance',
    type: 'double precision',
    written: /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?$/,
  },
};

/** The order of a list, and the columns that its cursor compares. */
export function listOrderOf({ namespace, order }: Pick<ListQuery, 'namespace' | 'order'>): PageOrder {
  const { by, descending } = order ?? { by: null, descending: true };
  return by === null ? arrivalOrder(namespace, descending) : sortedOrder(by, descending);
}

/** Orders a namespace by arrival, which has an index there, and all namespaces by id, which begins with the time. */
function arrivalOrder(namespace: string | null, descending: boolean): PageOrder {
  const column = namespace === null ? 'id' : 'arrival';
  const kind = descending ? column : `${column} asc`;
  return {
    sql: `m.${column} ${directionOf(descending)}`,
    needs: column === 'arrival' ? 'and m.arrival > 0' : '',
    key: 'null::text',
    behind: `m.${column} ${behindSign(descending)} ?`,
    cursorOf: ({ id, arrival }) => encodeCursor(kind, column === 'id' ? id : Number(arrival)),
    placeOf: (cursor) => {
      const place = decodeCursor(kind, cursor);
      const fits = column === 'id' ? typeof place === 'string' && isId(place) : typeof place === 'number';
      return [fits ? place : decodeCursor(kind, '')];
    },
  };
}

function sortedOrder(by: (typeof LIST_SORTS)[number], descending: boolean): PageOrder {
  const { sql, type, written } = KEYS[by];
  const direction = directionOf(descending);
  const kind = `${by} ${direction}`;
  return {
    sql: `${sql} ${direction}, m.id ${direction}`,
    needs: '',
    key: `(${sql})::text`,
    behind: `(${sql}, m.id) ${behindSign(descending)} (?::${type}, ?::uuid)`,
    cursorOf: ({ id, sort_key: key }) => encodeCursor(kind, `${key} ${id}`),
    placeOf: (cursor) => {
      const [key = '', id = '', ...others] = String(decodeCursor(kind, cursor)).split(' ');
      const fits = written.test(key) && isId(id) && others.length === 0;
      return fits ? [key, id] : [decodeCursor(kind, '')];
    },
  };
}

function directionOf(descending: boolean): string {
  return descending ? 'desc' : 'asc';
}

function behindSign(descending: boolean): string {
  return descending ? '<' : '>';
}

function microseconds(time: string): string {
  return `(extract(epoch from ${time}) * 1000000)::bigint`;
}
