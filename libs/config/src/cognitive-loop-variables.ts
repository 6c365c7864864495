import { optionalVariable, variable } from './variable';
import {
  cognitionRole,
  decimal,
  heatMethod,
  httpUrl,
  listenAddress,
  onOrOff,
  policyPackage,
  port,
  segmentMode,
  text,
  wholeNumber,
} from './variable-kinds';

/** Whether there is a cognitive loop, what each process does of it, and its formulas. */
export const cognitiveLoopVariables = {
  ENABLE_COG_THREADS: variable(onOrOff, '0', {
    group: 'Cognitive loop',
    description:
      'Whether there is a cognitive loop. Without Kafka it runs in the process of the API, else in processes of its own.',
  }),
  SOMABRAIN_COGNITION_ROLE: variable(cognitionRole, 'all', {
    group: 'Cognitive loop',
    description: 'Role of a process of the loop.',
  }),
  SOMABRAIN_FF_PREDICTOR_STATE: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description: 'Whether the loop predicts the next memory.',
  }),
  SOMABRAIN_FF_PREDICTOR_AGENT: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description: 'Whether the loop predicts the next actor and its pace.',
  }),
  SOMABRAIN_FF_PREDICTOR_ACTION: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description: 'Whether the loop predicts the next action.',
  }),
  SOMABRAIN_FF_COG_INTEGRATOR: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description: 'Whether the integrator weighs the predictions.',
  }),
  SOMABRAIN_FF_COG_SEGMENTATION: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description: 'Whether the loop detects the boundaries of episodes.',
  }),
  SOMABRAIN_FF_COG_ORCHESTRATOR: variable(onOrOff, '0', {
    group: 'Cognitive loop',
    description: 'Whether the loop stores each ended episode as a memory.',
  }),
  SOMABRAIN_FF_WM_UPDATES_CACHE: variable(onOrOff, '0', {
    group: 'Cognitive loop',
    description: 'Whether predicted memories are admitted to the working memory of the session.',
  }),
  SOMABRAIN_COGNITION_HOST: optionalVariable(
    listenAddress,
    '127.0.0.1 in development, 0.0.0.0 in every other mode',
    {
      group: 'Cognitive loop',
      description: 'Address on which a process of the loop serves /health and /metrics.',
    },
  ),
  HEALTH_PORT: optionalVariable(port, 'that of its role: docs/cognition.md has the table', {
    group: 'Cognitive loop',
    description: 'Port on which a process of the loop serves /health and /metrics.',
  }),
  SOMABRAIN_LEARNER_URL: optionalVariable(httpUrl, 'not asked', {
    group: 'Cognitive loop',
    description: 'URL of the learner process, for /learner/health of the API.',
  }),
  SOMABRAIN_CONSUMER_GROUP: variable(text, 'somabrain-cog', {
    group: 'Cognitive loop',
    description: 'Prefix of the names of the consumer groups of the loop.',
  }),
  SOMA_HEAT_METHOD: variable(heatMethod, 'chebyshev', {
    group: 'Cognitive loop',
    description: 'Method by which heat diffusion on graphs is computed.',
  }),
  SOMABRAIN_DIFFUSION_T: variable(decimal(0, 100), '0.5', {
    group: 'Cognitive loop',
    description: 'Time of heat diffusion: the longer, the further predictions reach.',
  }),
  SOMABRAIN_CONF_ALPHA: variable(decimal(0, 100), '2', {
    group: 'Cognitive loop',
    description: 'How fast confidence falls with the error of a prediction: exp(-alpha * error).',
  }),
  SOMABRAIN_CHEB_K: variable(wholeNumber(1, 500), '30', {
    group: 'Cognitive loop',
    description: 'Degree of the Chebyshev series.',
  }),
  SOMABRAIN_LANCZOS_M: variable(wholeNumber(1, 500), '20', {
    group: 'Cognitive loop',
    description: 'Steps of the Lanczos method.',
  }),
  SOMABRAIN_PREDICTOR_DIM: variable(wholeNumber(2, 128), '16', {
    group: 'Cognitive loop',
    description: 'Nodes of the graph of a predictor: the most recent ones.',
  }),
  SOMABRAIN_INTEGRATOR_ALPHA: variable(decimal(0, 100), '2', {
    group: 'Cognitive loop',
    description: 'How fast the weight of a prediction falls with its error.',
  }),
  SOMABRAIN_INTEGRATOR_ENFORCE_CONF: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description:
      'Whether the integrator computes confidence from the error; off: it uses the confidence that was sent.',
  }),
  SOMABRAIN_OPA_POLICY: optionalVariable(policyPackage, 'the greatest weight leads', {
    group: 'Cognitive loop',
    description:
      'Package of a policy in the OPA of SOMABRAIN_OPA_URL, such as somabrain.integrator, that may let another prediction lead.',
  }),
  SOMABRAIN_SEGMENT_MODE: variable(segmentMode, 'cpd', {
    group: 'Cognitive loop',
    description:
      'What ends an episode: another leading domain (leader), an error that differs from earlier ones (cpd), or a change between calm and volatile errors (hazard).',
  }),
  SOMABRAIN_SEGMENT_MAX_DWELL_MS: variable(wholeNumber(0, 31_536_000_000), '0', {
    group: 'Cognitive loop',
    description: 'Longest duration of an episode in milliseconds; 0: no limit.',
  }),
  SOMABRAIN_CPD_MIN_SAMPLES: variable(wholeNumber(1, 100_000), '20', {
    group: 'Cognitive loop',
    description: 'Errors needed before a boundary can be detected (cpd).',
  }),
  SOMABRAIN_CPD_Z: variable(decimal(0.1, 100), '4', {
    group: 'Cognitive loop',
    description: 'Standard deviations from the mean at which an error is a boundary (cpd).',
  }),
  SOMABRAIN_CPD_MIN_GAP_MS: variable(wholeNumber(0, 86_400_000), '1000', {
    group: 'Cognitive loop',
    description: 'Least milliseconds between two boundaries (cpd, hazard).',
  }),
  SOMABRAIN_CPD_MIN_STD: variable(decimal(0.000001, 10), '0.02', {
    group: 'Cognitive loop',
    description: 'Lower bound of the standard deviation (cpd, hazard).',
  }),
  SOMABRAIN_HAZARD_LAMBDA: variable(decimal(0.000001, 0.5), '0.02', {
    group: 'Cognitive loop',
    description: 'Probability of a change between calm and volatile from one error to the next (hazard).',
  }),
  SOMABRAIN_HAZARD_VOL_MULT: variable(decimal(1.01, 100), '3', {
    group: 'Cognitive loop',
    description: 'Ratio of the standard deviations of volatile and calm errors (hazard).',
  }),
  SOMABRAIN_HAZARD_MIN_SAMPLES: variable(wholeNumber(1, 100_000), '20', {
    group: 'Cognitive loop',
    description: 'Errors needed before a change can be detected (hazard).',
  }),
  LEARNER_EMA_ALPHA: variable(decimal(0.001, 1), '0.2', {
    group: 'Cognitive loop',
    description: 'Weight of the latest reward in the moving average that sets exploration.',
  }),
  TEACH_DEDUP_CACHE_SIZE: variable(wholeNumber(1, 10_000), '512', {
    group: 'Cognitive loop',
    description: 'Number of ratings of a tenant that are remembered to recognise repetitions.',
  }),
};
