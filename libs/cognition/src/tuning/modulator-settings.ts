import { Injectable } from '@nestjs/common';
import { newId, requireWholeTenant, type TenantContext } from '@somabrain/kernel';
import type { TenantTuning } from './tenant-tuning';
import { type TuningChange, TuningStore } from './tuning-store';
import { clampModulators, type Neuromodulators } from './neuromodulators';
import { modulatorsOf, type Traits } from './personality';
import { TenantModulators } from './tenant-modulators';

/** Reads and sets the neuromodulators and traits of a tenant. They hold for the whole tenant. */
@Injectable()
export class ModulatorSettings {
  constructor(
    private readonly tunings: TuningStore,
    private readonly modulators: TenantModulators,
  ) {}

  /** @throws Problem POLICY_DENIED, DATABASE_UNAVAILABLE */
  async levels(context: TenantContext): Promise<Neuromodulators> {
    requireWholeTenant(context, 'What tunes learning');
    return (await this.tunings.read(context.tenant)).neuromodulators;
  }

  /** Sets levels, each within its bounds; those that are absent stay. @throws Problem POLICY_DENIED, DATABASE_UNAVAILABLE */
  async setLevels(context: TenantContext, levels: Partial<Neuromodulators>): Promise<Neuromodulators> {
    const { neuromodulators } = await this.change(context, 'neuromodulators.set', (tuning) => ({
      ...tuning,
      neuromodulators: clampModulators({ ...tuning.neuromodulators, ...levels }),
    }));
    return neuromodulators;
  }

  /** Sets the traits, and the levels that follow from them. @throws Problem POLICY_DENIED, DATABASE_UNAVAILABLE */
  async setTraits(context: TenantContext, traits: Traits): Promise<TenantTuning> {
    return this.change(context, 'personality.set', (tuning) => ({
      ...tuning,
      traits,
      neuromodulators: modulatorsOf(traits, tuning.neuromodulators),
    }));
  }

  private async change(
    context: TenantContext,
    action: 'neuromodulators.set' | 'personality.set',
    change: (tuning: TenantTuning) => TuningChange['tuning'],
  ): Promise<TenantTuning> {
    requireWholeTenant(context, 'What tunes learning');
    const { tenant, actor, traceId, decisionId } = context;
    const { tuning } = await this.tunings.change(context, null, (before) => {
      const after = change(before);
      const data = { ...after.neuromodulators, traits: Object.keys(after.traits).length };
      const resource = { type: 'tenant', id: tenant };
      return {
        tuning: after,
        reason: null,
        event: { id: newId(), actor, action, traceId, decisionId, resource, data },
      };
    });
    this.modulators.set(tenant, tuning.neuromodulators);
    return tuning;
  }
}
