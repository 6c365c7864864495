import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The daily quota of writes, which is counted under the lock of the head, and what a tenant has for itself instead of the defaults. */
export class LimitTenants1764300001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table tenant_heads
        add column writes_on date,
        add column writes bigint not null default 0,
        add column write_daily_limit bigint,
        add column rate_per_second double precision,
        add column rate_burst integer;
      comment on column tenant_heads.writes is 'memories stored or changed on the day (UTC) of writes_on';
      comment on column tenant_heads.write_daily_limit is 'instead of SOMABRAIN_WRITE_DAILY_LIMIT';
      comment on column tenant_heads.rate_per_second is 'instead of SOMABRAIN_RATE_RPS';
      comment on column tenant_heads.rate_burst is 'instead of SOMABRAIN_RATE_BURST';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table tenant_heads drop column writes_on, drop column writes, drop column write_daily_limit,
        drop column rate_per_second, drop column rate_burst`);
  }
}
