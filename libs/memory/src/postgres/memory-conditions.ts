import { expressionOf } from '../filter/expression-of';
import { sqlOf } from '../filter/sql-filter';
import type { MemoryFilter } from '../memory';
import { LOOK_UP } from './memory-rows';

/** Which rows of `memories` to read, as a caller names them. */
export interface MemoryConditions {
  readonly namespace: string | null;
  readonly key: string | null;
  readonly filter: MemoryFilter;
  readonly ids?: readonly string[] | null;
}

/** Conditions of a query with their parameters. */
export class SqlConditions {
  private readonly clauses: string[] = [];
  readonly values: unknown[] = [];

  /** @param clause SQL with `?` where each value goes; left out where one is missing */
  add(clause: string, ...values: unknown[]): this {
    if (values.some((value) => value === null || value === undefined)) return this;
    let sql = clause;
    for (const value of values) {
      this.values.push(value);
      sql = sql.replace('?', `$${this.values.length}`);
    }
    this.clauses.push(sql);
    return this;
  }

  /** Adds what a filter asks for. */
  meets(filter: MemoryFilter): this {
    const expression = expressionOf(filter);
    if (expression) this.clauses.push(sqlOf(expression, (value) => `$${this.values.push(value)}`));
    return this;
  }

  get sql(): string {
    return this.clauses.join(' and ');
  }
}

/** The conditions on rows `m` of `memories` of one tenant. Each is checked on the row: GIN indexes cannot be used under row-level security. */
export function memoryConditions(
  tenant: string,
  { namespace, key, filter, ids }: MemoryConditions,
): SqlConditions {
  return new SqlConditions()
    .add(key === null ? 'm.tenant_id = ?' : `m.tenant_id = ? ${LOOK_UP}`, tenant)
    .add('m.namespace = ?', namespace)
    .add('m.key = ?', key)
    .add('m.id = any (?::uuid[])', ids)
    .meets(filter);
}
