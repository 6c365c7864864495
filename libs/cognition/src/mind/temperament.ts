import { Injectable } from '@nestjs/common';
import { newId, requireWholeTenant, type TenantContext } from '@somabrain/kernel';
import type { Mind } from './mind';
import { type MindChange, MindStore } from './mind-store';
import { clampModulators, type Neuromodulators } from './neuromodulators';
import { modulatorsOf, type Traits } from './personality';
import { TenantModulators } from './tenant-modulators';

/** What tunes a tenant's mind, to be read and set. All of it is the whole tenant's. */
@Injectable()
export class Temperament {
  constructor(
    private readonly minds: MindStore,
    private readonly modulators: TenantModulators,
  ) {}

  /** @throws Problem POLICY_DENIED, DATABASE_UNAVAILABLE */
  async levels(context: TenantContext): Promise<Neuromodulators> {
    requireWholeTenant(context, 'What tunes learning');
    return (await this.minds.read(context.tenant)).neuromodulators;
  }

  /** Sets levels, each within its bounds; those that are absent stay. @throws Problem POLICY_DENIED, DATABASE_UNAVAILABLE */
  async setLevels(context: TenantContext, levels: Partial<Neuromodulators>): Promise<Neuromodulators> {
    const { neuromodulators } = await this.change(context, 'neuromodulators.set', (mind) => ({
      ...mind,
      neuromodulators: clampModulators({ ...mind.neuromodulators, ...levels }),
    }));
    return neuromodulators;
  }

  /** Sets the traits, and the levels that follow from them. @throws Problem POLICY_DENIED, DATABASE_UNAVAILABLE */
  async setTraits(context: TenantContext, traits: Traits): Promise<Mind> {
    return this.change(context, 'personality.set', (mind) => ({
      ...mind,
      traits,
      neuromodulators: modulatorsOf(traits, mind.neuromodulators),
    }));
  }

  private async change(
    context: TenantContext,
    action: 'neuromodulators.set' | 'personality.set',
    change: (mind: Mind) => MindChange['mind'],
  ): Promise<Mind> {
    requireWholeTenant(context, 'What tunes learning');
    const { tenant, actor, traceId, decisionId } = context;
    const { mind } = await this.minds.change(context, null, (before) => {
      const after = change(before);
      const data = { ...after.neuromodulators, traits: Object.keys(after.traits).length };
      const resource = { type: 'tenant', id: tenant };
      return {
        mind: after,
        reason: null,
        event: { id: newId(), actor, action, traceId, decisionId, resource, data },
      };
    });
    this.modulators.set(tenant, mind.neuromodulators);
    return mind;
  }
}
