export {
  Configuration,
  type EmbeddedPostgres,
  type ExternalPostgres,
  type JwtConfiguration,
  type Mode,
} from './configuration';
export { ConfigurationError, EXIT_CONFIGURATION, type ConfigurationProblem } from './configuration-error';
export { ConfigurationModule } from './configuration.module';
export { type Environment, readEnvironment } from './environment';
export { loadConfiguration, type LoadOptions } from './load-configuration';
export { memoryLimitBytes } from './memory-limit';
export { redactDsn } from './postgres-dsn';
export { Secret } from './secret';
export { kubernetesVariables, renderKubernetesConfiguration } from './kubernetes-reference';
export { renderEnvExample, renderVariableTable, withVariableTable } from './variable-reference';
