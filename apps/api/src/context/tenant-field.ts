import { Problem, type TenantContext } from '@somabrain/kernel';
import { z } from 'zod';

/** The tenant in a body, as the original has it. */
export const tenantId = z.string().max(64).nullish().meta({
  deprecated: true,
  description: 'Must be the tenant of the request, which `X-Tenant-ID` names.',
});

/** @throws Problem VALIDATION_FAILED where a body names another tenant than its request is for */
export function requireSameTenant({ tenant }: TenantContext, named: string | null | undefined): void {
  if (named == null || named === tenant) return;
  const message = 'must be the tenant of the request, which X-Tenant-ID names';
  throw new Problem('VALIDATION_FAILED', `tenant_id ${message}`, {
    errors: [{ field: 'tenant_id', message }],
  });
}
