import type { Provider } from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { EventBus } from '@somabrain/events';
import { Rewards } from './rewards';

/** Rewards on the bus of the process. */
export const REWARDS_PROVIDER: Provider = {
  provide: Rewards,
  inject: [EventBus, Configuration],
  useFactory: (bus: EventBus, { cognition }: Configuration) => new Rewards(bus, cognition.enabled),
};
