import { type Owner, scopeId } from '@somabrain/memory';
import type { z } from 'zod';

/** Fields that say whose the keys are. */
export const ownerFields = {
  user_id: scopeId.nullish().meta({ description: 'Only memories of this user, whom the keys belong to.' }),
  agent_id: scopeId.nullish().meta({ description: 'The same of an agent.' }),
};

export type OwnerInput = Partial<z.output<z.ZodObject<typeof ownerFields>>>;

/** Whose the keys of a body are. */
export function ownerOf({ user_id: userId, agent_id: agentId }: OwnerInput): Owner {
  return { ...(userId != null && { userId }), ...(agentId != null && { agentId }) };
}
