import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLES = ['somabrain_service', 'somabrain_maintenance'];

/**
 * The two roles the service works as. Roles belong to the whole server, so they may be there already, made by an administrator or
 * by another database's migration, and `down` leaves them.
 */
export class CreateRoles1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const role of ROLES) {
      await runner.query(`
        do $$
        begin
          if not exists (select from pg_roles where rolname = '${role}') then
            begin
              create role ${role} nologin nosuperuser nobypassrls;
            exception
              when duplicate_object or unique_violation then null; -- another migration was quicker
              when insufficient_privilege then
                raise exception 'The role ${role} is missing and % may not create it. An administrator must run: create role ${role} nologin nosuperuser nobypassrls; grant ${role} to %;',
                  current_user, quote_ident(current_user);
            end;
          end if;
          if not pg_has_role(current_user, '${role}', 'member') then
            begin
              execute format('grant ${role} to %I', current_user);
            exception when insufficient_privilege then
              raise exception '% is not a member of ${role}. An administrator must run: grant ${role} to %;',
                current_user, quote_ident(current_user);
            end;
          end if;
          execute format('grant usage on schema %I to ${role}', current_schema());
        end
        $$`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const role of ROLES) {
      await runner.query(
        `do $$ begin execute format('revoke usage on schema %I from ${role}', current_schema()); end $$`,
      );
    }
  }
}
