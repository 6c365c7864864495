import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isolateTenants } from './row-level-security';

/** The analysed form of each memory (terms and vectors of its passages), made by one version of analyser and encoder. */
export class CreateMemoryVectors1763900004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table memory_vectors (
        tenant_id text collate "C" not null,
        encoder text collate "C" not null,
        memory_id uuid not null,
        analysed bytea not null,
        primary key (tenant_id, encoder, memory_id)
      );
      alter table memory_vectors alter column analysed set storage main; -- numbers: compressing them costs time and saves little
      grant select, insert, update, delete on memory_vectors to somabrain_service;
    `);
    await isolateTenants(runner, 'memory_vectors');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table memory_vectors`);
  }
}
