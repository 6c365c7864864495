import { binaryArray, type GroupTransaction } from '@somabrain/database';
import { GIVEN_STATE, RowParameters, STATE_COLUMNS } from '../postgres/memory-columns';
import type { TenantPlan } from '../planning/tenant-plan';

const GIVEN = RowParameters.whole(1);
const REPLACED_AT = `$${GIVEN.count + 1}::timestamptz[]`;

const STORE = {
  text: `
    insert into memory_versions (tenant_id, memory_id, version, namespace, key, recorded_at, replaced_at, ${STATE_COLUMNS})
    select r.tenant_id, r.id, r.version, r.namespace, r.key, r.updated_at, (${REPLACED_AT})[r.place], ${GIVEN_STATE}
    from ${GIVEN.numberedSource}
    on conflict do nothing`,
};

/** Stores earlier versions of imported memories; existing ones stay. */
export async function storeImportedVersions(
  transaction: GroupTransaction,
  plans: readonly (Pick<TenantPlan, 'importedVersions'> & { readonly tenant: string })[],
): Promise<void> {
  const versions = plans.flatMap(({ tenant, importedVersions }) =>
    importedVersions.map((version) => ({ ...version, tenant })),
  );
  if (versions.length === 0) return;
  await transaction.query(STORE, [
    ...GIVEN.encode(
      versions.map(({ tenant }) => tenant),
      versions.map(({ row }) => row),
    ),
    binaryArray.timestamptz(versions.map(({ replacedAt }) => replacedAt)),
  ]);
}
