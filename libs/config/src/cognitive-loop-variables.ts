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
    description: 'What a process of the loop does of it.',
  }),
  SOMABRAIN_FF_PREDICTOR_STATE: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description: 'Whether the loop predicts which memory comes next.',
  }),
  SOMABRAIN_FF_PREDICTOR_AGENT: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description: 'Whether it predicts who goes on, and at what pace.',
  }),
  SOMABRAIN_FF_PREDICTOR_ACTION: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description: 'Whether it predicts what is done next.',
  }),
  SOMABRAIN_FF_COG_INTEGRATOR: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description: 'Whether it weighs the predictions against one another.',
  }),
  SOMABRAIN_FF_COG_SEGMENTATION: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description: 'Whether it finds where one episode ends and the next begins.',
  }),
  SOMABRAIN_FF_COG_ORCHESTRATOR: variable(onOrOff, '0', {
    group: 'Cognitive loop',
    description: 'Whether it makes a memory of each closed episode.',
  }),
  SOMABRAIN_FF_WM_UPDATES_CACHE: variable(onOrOff, '0', {
    group: 'Cognitive loop',
    description: 'Whether it admits the memories that it predicts to the working memory of the session.',
  }),
  SOMABRAIN_COGNITION_HOST: optionalVariable(
    listenAddress,
    '127.0.0.1 in development, 0.0.0.0 in every other mode',
    {
      group: 'Cognitive loop',
      description: 'Address that a process of the loop answers /health and /metrics at.',
    },
  ),
  HEALTH_PORT: optionalVariable(port, 'that of its role: docs/cognition.md has the table', {
    group: 'Cognitive loop',
    description: 'Port that a process of the loop answers /health and /metrics at.',
  }),
  SOMABRAIN_LEARNER_URL: optionalVariable(httpUrl, 'not asked', {
    group: 'Cognitive loop',
    description: 'Where the process of the learner answers, for /learner/health of the API.',
  }),
  SOMABRAIN_CONSUMER_GROUP: variable(text, 'somabrain-cog', {
    group: 'Cognitive loop',
    description: 'Begins the names of the consumer groups of the loop.',
  }),
  SOMA_HEAT_METHOD: variable(heatMethod, 'chebyshev', {
    group: 'Cognitive loop',
    description: 'How the spreading of heat on graphs is computed.',
  }),
  SOMABRAIN_DIFFUSION_T: variable(decimal(0, 100), '0.5', {
    group: 'Cognitive loop',
    description: 'How long heat spreads: the longer, the further predictions reach.',
  }),
  SOMABRAIN_CONF_ALPHA: variable(decimal(0, 100), '2', {
    group: 'Cognitive loop',
    description: 'How much an error takes of the confidence of a prediction.',
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
    description: 'Nodes of the graph that a prediction is made on: what was met last.',
  }),
  SOMABRAIN_INTEGRATOR_ALPHA: variable(decimal(0, 100), '2', {
    group: 'Cognitive loop',
    description: 'How much an error takes of the weight of a prediction.',
  }),
  SOMABRAIN_INTEGRATOR_ENFORCE_CONF: variable(onOrOff, '1', {
    group: 'Cognitive loop',
    description: 'Whether confidence is taken from the error; off: the one that was sent counts.',
  }),
  SOMABRAIN_OPA_POLICY: optionalVariable(policyPackage, 'the greatest weight leads', {
    group: 'Cognitive loop',
    description:
      'Package of a policy in the OPA of SOMABRAIN_OPA_URL, such as somabrain.integrator, that may let another prediction lead.',
  }),
  SOMABRAIN_SEGMENT_MODE: variable(segmentMode, 'cpd', {
    group: 'Cognitive loop',
    description:
      'What ends an episode: another prediction that leads (leader), an error unlike those before (cpd), or errors that turn volatile (hazard).',
  }),
  SOMABRAIN_SEGMENT_MAX_DWELL_MS: variable(wholeNumber(0, 31_536_000_000), '0', {
    group: 'Cognitive loop',
    description: 'Milliseconds after which an episode ends in any case; 0: never.',
  }),
  SOMABRAIN_CPD_MIN_SAMPLES: variable(wholeNumber(1, 100_000), '20', {
    group: 'Cognitive loop',
    description: 'Errors that must be known before one can be unlike them (cpd).',
  }),
  SOMABRAIN_CPD_Z: variable(decimal(0.1, 100), '4', {
    group: 'Cognitive loop',
    description: 'Standard deviations that make an error unlike them (cpd).',
  }),
  SOMABRAIN_CPD_MIN_GAP_MS: variable(wholeNumber(0, 86_400_000), '1000', {
    group: 'Cognitive loop',
    description: 'Milliseconds that two ends of episodes are apart at least (cpd, hazard).',
  }),
  SOMABRAIN_CPD_MIN_STD: variable(decimal(0.000001, 10), '0.02', {
    group: 'Cognitive loop',
    description: 'Least standard deviation that is reckoned with (cpd, hazard).',
  }),
  SOMABRAIN_HAZARD_LAMBDA: variable(decimal(0.000001, 0.5), '0.02', {
    group: 'Cognitive loop',
    description: 'How probable it is that errors turn volatile or calm from one to the next (hazard).',
  }),
  SOMABRAIN_HAZARD_VOL_MULT: variable(decimal(1.01, 100), '3', {
    group: 'Cognitive loop',
    description: 'How many times as wide errors scatter while they are volatile (hazard).',
  }),
  SOMABRAIN_HAZARD_MIN_SAMPLES: variable(wholeNumber(1, 100_000), '20', {
    group: 'Cognitive loop',
    description: 'Errors that must be known before any can be volatile (hazard).',
  }),
  LEARNER_EMA_ALPHA: variable(decimal(0.001, 1), '0.2', {
    group: 'Cognitive loop',
    description: 'What the latest reward weighs in the average that exploration follows.',
  }),
  TEACH_DEDUP_CACHE_SIZE: variable(wholeNumber(1, 10_000), '512', {
    group: 'Cognitive loop',
    description: 'Ratings of a tenant that are known when they come again.',
  }),
};
