import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The original's address of a memory. Its name is what libs/memory writes: JSON without spaces. */
const COORDINATE = `
  create function coordinate_of(p_tenant text, p_namespace text, p_name text) returns bytea language sql stable as $$
    select ${[0, 4, 8].map(packed).join(' || ')}
    from sha256(convert_to('[' || to_json(p_tenant)::text || ',' || to_json(p_namespace)::text || ',' || to_json(p_name)::text || ']', 'UTF8')) digest
  $$`;

/** Processes of a release that does not know the column go on writing while it is rolled out. */
const FOR_OLDER_WRITERS = `
  create function fill_coordinate() returns trigger language plpgsql as $$
  begin
    new.coordinate := coordinate_of(new.tenant_id, new.namespace, coalesce(new.key, new.id::text));
    return new;
  end $$;
  create trigger fill_coordinate before insert on memories
    for each row when (new.coordinate is null) execute function fill_coordinate()`;

/** The original's address of each memory, so that it can be found by it. Derived memories get an index, by which a forget finds them. */
export class AddCoordinates1764100001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COORDINATE);
    await runner.query(`
      alter table memories add column coordinate bytea;
      comment on column memories.coordinate is 'x, y and z in millionths, 32 bits each; made of tenant, namespace and key or id';
      update memories set coordinate = coordinate_of(tenant_id, namespace, coalesce(key, id::text));
      ${FOR_OLDER_WRITERS};
      alter table memories alter column coordinate set not null;
      create index memories_coordinate on memories (tenant_id, coordinate) where octet_length(coordinate) = 12;
      create index memories_derived on memories (tenant_id, id) where metadata ? 'derived_from';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger if exists fill_coordinate on memories;
      drop function if exists fill_coordinate, coordinate_of;
      drop index memories_derived;
      alter table memories drop column coordinate`);
  }
}

/** Four bytes of the digest as a number from -1 to 1, in millionths. */
function packed(offset: number): string {
  const bits = `('x' || encode(substring(digest from ${offset + 1} for 4), 'hex'))::bit(32)::bigint`;
  return `int4send(round((${bits}::double precision / 4294967295.0 * 2 - 1) * 1000000)::integer)`;
}
