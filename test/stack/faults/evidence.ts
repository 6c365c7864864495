import { verifyChain } from '@somabrain/audit';
import { parseTenantId } from '@somabrain/kernel';
import { waitFor } from '../../support/wait-for';
import { firstRecalled } from '../support/first-recalled';
import type { Stack } from '../support/stack';
import type { Acknowledged } from './constant-load';

const READERS = 8;
const DRAIN_MS = 60_000;

/** What is wrong with what the stack holds after a fault: nothing, or a sentence for each thing. */
export async function whatIsWrong(
  stack: Stack,
  tenants: readonly string[],
  acknowledged: readonly Acknowledged[],
): Promise<string[]> {
  const wrong: string[] = [];
  const lost = await notStored(stack, tenants, acknowledged);
  if (lost.length > 0) wrong.push(`${lost.length} acknowledged writes are not stored`);
  const unknown = await notRecalled(stack, acknowledged);
  if (unknown.length > 0) wrong.push(`${unknown.length} acknowledged writes are not recalled`);
  for (const name of tenants) {
    const tenant = parseTenantId(name, 'test');
    for (const stream of ['operations', 'access'] as const) {
      const { fault } = await verifyChain(stack.database.database, tenant, stream);
      if (fault) wrong.push(`the chain ${name}/${stream} is broken: ${JSON.stringify(fault)}`);
    }
  }
  const unaudited = await notAuditedOnce(stack, tenants);
  if (unaudited > 0) wrong.push(`${unaudited} memories are not audited exactly once`);
  try {
    await waitFor(async () => (await outbox(stack)) === 0, { timeoutMs: DRAIN_MS, what: () => 'the outbox' });
  } catch {
    wrong.push(`${await outbox(stack)} ranges of audit records are still not published`);
  }
  return wrong;
}

async function notStored(
  stack: Stack,
  tenants: readonly string[],
  acknowledged: readonly Acknowledged[],
): Promise<Acknowledged[]> {
  const rows = await stack.database.asOwner<{ id: string; content: string }>(
    'select id::text as id, content from memories where tenant_id = any ($1)',
    [tenants],
  );
  const contents = new Map(rows.map(({ id, content }) => [id, content]));
  return acknowledged.filter(({ id, word }) => !contents.get(id)?.includes(word));
}

/** Those that a recall for their word does not find first. */
async function notRecalled(stack: Stack, acknowledged: readonly Acknowledged[]): Promise<Acknowledged[]> {
  const lost: Acknowledged[] = [];
  const waiting = acknowledged.entries();
  const reader = async (): Promise<void> => {
    for (const [index, write] of waiting) {
      const url = stack.apis[index % stack.apis.length]?.url ?? '';
      const found = await firstRecalled(url, write);
      if (found?.id !== write.id) lost.push(write);
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  return lost;
}

async function notAuditedOnce(stack: Stack, tenants: readonly string[]): Promise<number> {
  const rows = await stack.database.asOwner(
    `select from memories m left join audit_log a on a.tenant_id = m.tenant_id and a.stream = 'operations'
        and a.record ->> 'action' = 'memory.remembered' and a.record -> 'resource' ->> 'id' = m.id::text
      where m.tenant_id = any ($1) group by m.tenant_id, m.id having count(a.id) <> 1`,
    [tenants],
  );
  return rows.length;
}

async function outbox(stack: Stack): Promise<number> {
  const [row] = await stack.database.asOwner<{ ranges: number }>(
    'select count(*)::integer as ranges from audit_outbox',
  );
  return row?.ranges ?? 0;
}
