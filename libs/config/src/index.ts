export { readApiToken } from './api-token';
export { COGNITION_ROLES, type CognitionRole } from './cognition-roles';
export type { CognitiveLoopConfiguration } from './cognitive-loop-configuration';
export { withComposeVariables } from './compose-reference';
export { COMPOSE_VARIABLES } from './compose-variables';
export {
  COMPATIBILITIES,
  type Compatibility,
  Configuration,
  type EmbeddedPostgres,
  type ExternalPostgres,
  type JwtConfiguration,
  type KafkaConfiguration,
  type Mode,
} from './configuration';
export { ConfigurationError, EXIT_CONFIGURATION, type ConfigurationProblem } from './configuration-error';
export { ConfigurationModule } from './configuration.module';
export { nearestName } from './edit-distance';
export { type Environment, readEnvironment } from './environment';
export { loadConfiguration, type LoadOptions } from './load-configuration';
export { memoryLimitBytes } from './memory-limit';
export { redactDsn } from './postgres-dsn';
export { replaceBetween } from './replace-between';
export type { ProcessKind } from './process-kind';
export { Secret } from './secret';
export { shownSettings, type ShownSetting } from './shown-settings';
export { kubernetesVariables, renderKubernetesConfiguration } from './kubernetes-reference';
export { renderEnvExample, withVariableTable } from './variable-reference';
