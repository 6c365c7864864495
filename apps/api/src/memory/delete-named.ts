import { Problem, type TenantContext } from '@somabrain/kernel';
import { coordinateOf, type MemoryService, type NamedAddress, type WriteOptions } from '@somabrain/memory';

/**
 * Deletes the memory with the key or, where no memory has it, the newest one with exactly that text.
 * @throws Problem MEMORY_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export async function deleteNamed(
  memories: MemoryService,
  context: TenantContext,
  named: NamedAddress,
  options: WriteOptions,
): Promise<void> {
  try {
    await memories.deleteByCoordinate(
      context,
      coordinateOf(context.tenant, named.namespace, named.key),
      options,
    );
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'MEMORY_NOT_FOUND') throw error;
    await memories.deleteByText(context, named, options);
  }
}
