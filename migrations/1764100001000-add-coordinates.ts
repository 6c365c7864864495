import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The name that a coordinate is made of, as libs/memory writes it: JSON without spaces. */
const NAME = `'[' || to_json(tenant_id)::text || ',' || to_json(namespace)::text || ',' || to_json(coalesce(key, id::text))::text || ']'`;
const DIGEST = `sha256(convert_to(${NAME}, 'UTF8'))`;

/** The original's address of each memory, so that it can be found by it. Derived memories get an index, by which a forget finds them. */
export class AddCoordinates1764100001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table memories add column coordinate bytea;
      comment on column memories.coordinate is 'x, y and z in millionths, 32 bits each; made of tenant, namespace and key or id';
      update memories set coordinate = ${[0, 4, 8].map(packed).join(' || ')};
      alter table memories alter column coordinate set not null;
      create index memories_coordinate on memories (tenant_id, coordinate) where octet_length(coordinate) = 12;
      create index memories_derived on memories (tenant_id, id) where metadata ? 'derived_from';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index memories_derived; alter table memories drop column coordinate`);
  }
}

/** Four bytes of the digest as a number from -1 to 1, in millionths. */
function packed(offset: number): string {
  const bits = `('x' || encode(substring(${DIGEST} from ${offset + 1} for 4), 'hex'))::bit(32)::bigint`;
  return `int4send(round((${bits}::double precision / 4294967295.0 * 2 - 1) * 1000000)::integer)`;
}
