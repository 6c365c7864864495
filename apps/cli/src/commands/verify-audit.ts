import {
  AUDIT_STREAMS,
  type AuditStream,
  type ChainReport,
  tenantsWithChains,
  verifyChain,
} from '@somabrain/audit';
import type { Configuration } from '@somabrain/config';
import { type Database, recordMaintenanceRun } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';
import { withSchema } from '../with-schema';

export interface VerifyOptions {
  /** Null: every tenant. */
  readonly tenant: TenantId | null;
  /** Null: all three. */
  readonly stream: AuditStream | null;
}

interface Chain extends ChainReport {
  readonly tenant: string;
  readonly stream: AuditStream;
}

/** Recomputes audit chains from the database and names what was done to them. A run over all of them is written down, for the alerts. */
export async function verifyAudit(
  configuration: Configuration,
  { tenant, stream }: VerifyOptions,
  output: Output,
): Promise<ExitCode> {
  const streams = stream ? [stream] : AUDIT_STREAMS;
  const chains = await withSchema(configuration, output, async ({ database }) => {
    const tenants = tenant ? [tenant] : await tenantsWithChains(database);
    const found: Chain[] = [];
    for (const each of tenants) {
      for (const name of streams) found.push(await verify(database, each, name, output));
    }
    if (!tenant && !stream) {
      await recordMaintenanceRun(
        database,
        'verify-audit',
        found.every(({ fault }) => !fault),
      );
    }
    return found;
  });
  const broken = chains.filter(({ fault }) => fault);
  const records = chains.reduce((sum, chain) => sum + chain.records, 0);
  output.line(
    broken.length === 0
      ? `OK: ${chains.length} chains with ${records} records are as they were sealed.`
      : `BROKEN: ${broken.length} of ${chains.length} chains.`,
  );
  output.document({ ok: broken.length === 0, chains });
  return broken.length === 0 ? EXIT.done : EXIT.chainBroken;
}

async function verify(
  database: Database,
  tenant: TenantId,
  stream: AuditStream,
  output: Output,
): Promise<Chain> {
  const progress = output.progress(`${tenant} ${stream}`, 'records');
  const report = await verifyChain(database, tenant, stream, (records, total) => {
    progress.update(records, total);
  });
  progress.stop();
  const { fault } = report;
  if (fault) {
    const record = fault.recordId === null ? '' : ` (${fault.recordId})`;
    output.line(`BROKEN ${tenant} ${stream}: record ${fault.seq}${record} ${fault.kind}. ${fault.detail}.`);
  } else if (report.records > 0) {
    output.line(`OK ${tenant} ${stream}: ${report.records} records`);
  }
  return { tenant, stream, ...report };
}
