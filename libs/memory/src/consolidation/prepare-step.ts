import type { TenantContext } from '@somabrain/kernel';
import type { RankingAssets } from '@somabrain/retrieval';
import { prepareRemoval } from '../forget/removal-write';
import { accepted, type OperationOf } from '../planning/write-operation';
import { analysedFormOf } from '../remember/analysed-form';
import { prepareRemember } from '../remember/remember-write';
import type { ConsolidationStep } from './consolidation';

/** The operation that makes a step of a run. */
export function prepareStep(
  assets: RankingAssets,
  context: TenantContext,
  run: string,
  step: ConsolidationStep,
): OperationOf<'close' | 'reopen' | 'weigh' | 'delete' | 'expire' | 'forget' | 'remember'> {
  const common = accepted(context, null);
  switch (step.kind) {
    case 'close':
      return {
        kind: 'close',
        ...common,
        id: step.id,
        version: step.version,
        closure: { ...step.closure, run },
      };
    case 'reopen':
      return { kind: 'reopen', ...common, id: step.id, run };
    case 'weigh':
      return { kind: 'weigh', ...common, run, links: step.links, undone: step.undone };
    case 'remove':
      return prepareRemoval(context, 'delete', step.id);
    case 'summarise': {
      const analysed = analysedFormOf(assets, step.memory.content);
      return { ...prepareRemember(analysed, context, step.memory, null), run };
    }
  }
}
