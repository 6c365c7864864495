import { Problem, type TenantContext } from '@somabrain/kernel';
import type { Memory, MemoryService } from '@somabrain/memory';
import { addressOf, type EndInput } from '../links/link-requests';
import { renamed } from '../links/naming-end';

/**
 * The memory that a body names.
 * @param prefix of its fields: `from_` for `from_key`, `from_id` and `from_coord`; @throws Problem MEMORY_NOT_FOUND, which names the field
 */
export async function findEnd(
  memories: MemoryService,
  context: TenantContext,
  { end, namespace, prefix }: { readonly end: EndInput; readonly namespace: string; readonly prefix: string },
): Promise<Memory> {
  try {
    return await memories.find(context, addressOf(end, namespace));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'MEMORY_NOT_FOUND')
      throw renamed(error, 'key', `${prefix}key`);
    const field = `${prefix}${'key' in end ? 'key' : 'id' in end ? 'id' : 'coord'}`;
    const errors = [{ field, message: 'names no memory of this tenant' }];
    throw new Problem('MEMORY_NOT_FOUND', `${field}: ${error.message}`, { errors, cause: error });
  }
}
