import { optionalVariable, variable } from './variable';
import { bearerText, httpUrl, policyBundle, wholeNumber } from './variable-kinds';

/** What decides what is allowed. */
export const policyVariables = {
  SOMABRAIN_OPA_URL: optionalVariable(
    httpUrl,
    'the policy that comes with SomaBrain decides in the process',
    {
      group: 'Policy',
      description: 'Where the Open Policy Agent listens that decides what is allowed.',
      aliases: ['SOMABRAIN_OPA_ENDPOINT', 'SOMA_OPA_URL', 'OPA_URL'],
    },
  ),
  SOMABRAIN_OPA_TOKEN: optionalVariable(bearerText, 'none is sent', {
    group: 'Policy',
    description: 'Bearer token that OPA demands of those who ask it.',
    sensitive: true,
  }),
  SOMABRAIN_OPA_TIMEOUT_MS: variable(wholeNumber(10, 60_000), '1000', {
    group: 'Policy',
    description: 'Milliseconds the API waits for a decision of OPA.',
  }),
  SOMABRAIN_OPA_CACHE_MS: variable(wholeNumber(0, 60_000), '1000', {
    group: 'Policy',
    description: 'Milliseconds a decision holds for the same question; 0: each is asked for anew.',
  }),
  SOMABRAIN_POLICY_BUNDLE: optionalVariable(
    policyBundle,
    'example in development, default in every other mode',
    {
      group: 'Policy',
      description:
        'The policy that decides where no OPA does: example allows everything, default what a role grants.',
    },
  ),
};
