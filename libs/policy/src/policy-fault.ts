import { BackendFault, connectionFault } from '@somabrain/kernel';
import { PolicyFailure, type PolicyFault } from './policy-engine';

const WORDS: Readonly<Record<PolicyFault, string>> = {
  denied: 'it refuses the token: correct SOMABRAIN_OPA_TOKEN',
  unreachable: 'it cannot be reached, or broke off',
  late: 'it gave no answer in time',
  refused: 'it answers with an error',
  undefined: 'it has no policy for SomaBrain: load one of deploy/opa',
  malformed: 'it answers what is no decision',
  broken: 'the policy itself fails',
};

/** What is wrong with the policy, in plain words; anything else as it is. */
export function policyFault(error: unknown): unknown {
  if (!(error instanceof PolicyFailure)) return error;
  const { fault } = error;
  if (fault === 'denied') return new BackendFault('credentials', WORDS.denied, error);
  if (fault === 'unreachable')
    return connectionFault(error) ?? new BackendFault('unreachable', WORDS[fault], error);
  return new BackendFault(fault === 'late' ? 'silent' : 'unready', WORDS[fault], error);
}
