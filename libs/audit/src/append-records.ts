import { binaryArray } from '@somabrain/database';
import type { AuditRecord } from './audit-record';

/**
 * The `with` clause that stores sealed records and announces them to the relay. Its statement moves the heads of the chains on, so that a chain
 * and its head change together. `recordValues` are its first parameters.
 * @param ends query of the chains that grow: tenant_id, stream, first_seq and last_seq, and more columns for the statement; it is named `ends`
 */
export function withAppendedRecords(ends: string): string {
  return `
    with records as (
      insert into audit_log (tenant_id, stream, seq, id, recorded_at, record, hash)
      select a.tenant_id, a.stream, a.seq, a.id, now(), a.record::jsonb, a.hash
      from unnest($1::text[], $2::text[], $3::int8[], $4::uuid[], $5::text[], $6::bytea[])
        a (tenant_id, stream, seq, id, record, hash)
    ), ends as (
      ${ends}
    ), announced as (
      insert into audit_outbox (tenant_id, stream, first_seq, last_seq)
      select e.tenant_id, e.stream, e.first_seq, e.last_seq from ends e
    )`;
}

/** The first parameters of a statement that appends these records. */
export function recordValues(records: readonly AuditRecord[]): Buffer[] {
  return [
    binaryArray.text(records.map((record) => record.tenant)),
    binaryArray.text(records.map((record) => record.stream)),
    binaryArray.int8(records.map((record) => record.seq)),
    binaryArray.uuid(records.map((record) => record.id)),
    binaryArray.text(records.map((record) => JSON.stringify(record))),
    binaryArray.bytea(records.map((record) => Buffer.from(record.hash, 'hex'))),
  ];
}
