/** The workers of the cognitive loop that may have a process of their own. */
export const COGNITION_ROLES = [
  'predictor-state',
  'predictor-agent',
  'predictor-action',
  'integrator',
  'segmentation',
  'orchestrator',
  'reward',
  'learner',
  'teach',
] as const;
export type CognitionRole = (typeof COGNITION_ROLES)[number];
