import {
  type AccessAction,
  type AuditAction,
  type AuditEvent,
  type AuditObserver,
  type AuditStream,
  type ChainEnd,
  chainEndOf,
  ChainWriter,
  type EventAction,
  type OperationAction,
  sealRecord,
} from '@somabrain/audit';
import { type Database, lockHeads } from '@somabrain/database';
import { newId, newTraceId, type TenantId } from '@somabrain/kernel';

/** An audit event of a stream; its `number` is for the test to recognise it. */
export function auditEvent<Action extends AuditAction>(
  action: Action,
  number = 0,
  fields: Partial<AuditEvent<Action>> = {},
): AuditEvent<Action> {
  return {
    id: newId(),
    actor: 'ana',
    action,
    traceId: newTraceId(),
    resource: { type: 'memory', id: newId(), namespace: 'default' },
    data: { number },
    ...fields,
  };
}

export const accessEvent = (number = 0): AuditEvent<AccessAction> => auditEvent('memory.recalled', number);
export const systemEvent = (number = 0): AuditEvent<EventAction> => auditEvent('service.started', number);

/** An observer that counts nothing. */
export const noObserver: AuditObserver = {
  sealed: () => undefined,
  published: () => undefined,
  outbox: () => undefined,
  accessWaiting: () => undefined,
  chainFault: () => undefined,
};

/** Seals records of any stream, as the parts of the service that write them do. */
export async function sealEvents(
  database: Database,
  tenant: TenantId,
  stream: AuditStream,
  count: number,
): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index);
  if (stream === 'operations') {
    await sealOperations(
      database,
      tenant,
      numbers.map((number) => auditEvent('memory.remembered', number)),
    );
    return;
  }
  const writer = new ChainWriter(database, noObserver, () => undefined);
  await writer.append(
    numbers.map((number) =>
      stream === 'access'
        ? { tenant, stream, event: accessEvent(number) }
        : { tenant, stream, event: systemEvent(number) },
    ),
  );
}

/** One transaction that seals records of memory operations. */
export async function sealOperations(
  database: Database,
  tenant: TenantId,
  events: readonly AuditEvent<OperationAction>[],
): Promise<void> {
  await database.inTenants([tenant], async (transaction) => {
    const query = (text: string, values: unknown[]) => transaction.query({ text }, values);
    await query('insert into tenant_heads (tenant_id) values ($1) on conflict do nothing', [tenant]);
    await lockHeads(transaction, [tenant], 'wait');
    const ends = 'select audit_seq, audit_hash from tenant_heads where tenant_id = $1';
    const [head] = await transaction.query<{ audit_seq: string; audit_hash: Buffer }>({ text: ends }, [
      tenant,
    ]);
    const start = Number(head!.audit_seq);
    let end: ChainEnd = { seq: start, hash: head!.audit_hash };
    for (const event of events) {
      const record = sealRecord(end, event, { tenant, stream: 'operations', time: transaction.now });
      end = chainEndOf(record);
      await query(`insert into audit_log values ($1, 'operations', $2, $3, now(), $4, $5)`, [
        tenant,
        record.seq,
        record.id,
        record,
        end.hash,
      ]);
    }
    await query('update tenant_heads set audit_seq = $2, audit_hash = $3 where tenant_id = $1', [
      tenant,
      end.seq,
      end.hash,
    ]);
    await query(
      `insert into audit_outbox (tenant_id, stream, first_seq, last_seq, created_at) values ($1, 'operations', $2, $3, now())`,
      [tenant, start + 1, end.seq],
    );
  });
}
