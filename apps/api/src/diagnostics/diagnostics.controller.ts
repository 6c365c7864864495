import { existsSync } from 'node:fs';
import { Controller, Get } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { Configuration } from '@somabrain/config';
import { type Caller, FromCaller } from '@somabrain/http';
import { type JsonObject, VERSION } from '@somabrain/kernel';
import type { DiagnosticsAnswer } from './diagnostics-answer';
import { DiagnosticsEndpoint } from './diagnostics-endpoint';

/** Files by which container engines make themselves known. */
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv'];

/** Tells an operator how this process is configured. */
@Controller()
export class DiagnosticsController {
  constructor(private readonly configuration: Configuration) {}

  @Requires('service:read')
  @Get('diagnostics')
  @DiagnosticsEndpoint()
  diagnostics(@FromCaller() { compatibility }: Caller): DiagnosticsAnswer {
    const { mode, auth, policy, strict, memory } = this.configuration;
    return {
      version: `v${VERSION}`,
      mode,
      api_version: 1,
      mode_api_auth_enabled: auth !== null,
      mode_opa_fail_closed: policy.failClosed,
      mode_require_external_backends: strict.externalBackends,
      external_backends_required: strict.externalBackends,
      full_stack_required: strict.fullStack,
      require_memory: strict.memory,
      memory_endpoint: memory.remote?.endpoint ?? (compatibility === 'original' ? '' : null),
      memory_token_present: memory.token !== null,
      in_container: CONTAINER_MARKS.some((mark) => existsSync(mark)),
      node: process.version,
      uptime_seconds: Math.floor(process.uptime()),
      // Secrets know how to be written: as [redacted].
      configuration: JSON.parse(JSON.stringify(this.configuration)) as JsonObject,
    };
  }
}
