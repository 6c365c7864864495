import { createRequire } from 'node:module';
import { ConfigurationError, loadConfiguration, type ProcessKind, readEnvironment } from '@somabrain/config';
import type { Telemetry } from './started-telemetry';

let started: Telemetry | null = null;

/**
 * Starts tracing in this process, if the environment says where spans go. What is traced is patched as it is loaded, so this comes before
 * anything that loads a web server or a database client. Nothing of OpenTelemetry is loaded otherwise.
 */
export function startTelemetry(process: ProcessKind): void {
  const endpoint = configuredEndpoint(process);
  if (endpoint === null) return;
  const load = createRequire(__filename);
  const { OpenTelemetry } = load('./opentelemetry') as typeof import('./opentelemetry');
  started = new OpenTelemetry(endpoint, `somabrain-${process}`);
}

/** The tracing of this process; null: there is none. */
export function startedTelemetry(): Telemetry | null {
  return started;
}

function configuredEndpoint(process: ProcessKind): string | null {
  try {
    return loadConfiguration(readEnvironment(), { process }).configuration.telemetry?.endpoint ?? null;
  } catch (error) {
    // The process reports it when it starts, in a moment.
    if (error instanceof ConfigurationError) return null;
    throw error;
  }
}
