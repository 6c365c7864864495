import { optionalVariable, variable } from './variable';
import { listenAddress, onOrOff } from './variable-kinds';

/** Who reaches a process, and what it may run with there. */
export const exposureVariables = {
  SOMABRAIN_PUBLISHED_ADDRESS: optionalVariable(listenAddress, 'the address that the process listens on', {
    group: 'Process',
    description:
      'Address at which a container publishes its port; on a loopback address only this machine reaches it, whatever the process listens on.',
  }),
  SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS: variable(onOrOff, '0', {
    group: 'Strictness',
    description:
      'Lets the mode enterprise run with published credentials and a policy that allows everything where other machines reach it; staging and production refuse them all the same.',
  }),
};
