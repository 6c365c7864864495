import { variable } from './variable';
import { compatibility } from './variable-kinds';

/** What clients of the original are met with. */
export const compatibilityVariables = {
  SOMABRAIN_COMPATIBILITY: variable(compatibility, 'none', {
    group: 'Process',
    description:
      'original: requests are answered as clients of the original expect, unless their header X-SomaBrain-Compatibility says none; see docs/compatibility.md.',
  }),
};
