import { Problem, type TenantContext } from '@somabrain/kernel';
import {
  coordinateOf,
  type MemoryService,
  type NamedAddress,
  type Owner,
  type WriteOptions,
} from '@somabrain/memory';
import { renamed } from '../links/naming-end';

/**
 * Deletes the memory with the key or, where no memory has it, the newest one with exactly that text.
 * @param named `task` of the body has its name; @throws Problem MEMORY_NOT_FOUND, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 */
export async function deleteNamed(
  memories: MemoryService,
  context: TenantContext,
  named: NamedAddress,
  options: WriteOptions & Owner,
): Promise<void> {
  try {
    await memories.deleteByCoordinate(
      context,
      coordinateOf(context.tenant, named.namespace, named.key),
      options,
    );
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'MEMORY_NOT_FOUND')
      throw renamed(error, 'coordinate', 'task');
    await memories.deleteByText(context, named, options);
  }
}
