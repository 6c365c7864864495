import { Endpoint, TENANT_HEADERS, TENANT_PROBLEMS } from '@somabrain/http';
import { DiagnosticsAnswer } from './diagnostics-answer';

export const DiagnosticsEndpoint = () =>
  Endpoint({
    operationId: 'diagnostics',
    tag: 'Operations',
    summary: 'Read the configuration of the process',
    description: 'For administrators of every tenant. Secrets are left out.',
    headers: TENANT_HEADERS,
    infallible: true,
    answers: [
      {
        status: 200,
        description: 'The configuration.',
        schema: DiagnosticsAnswer,
        example: {
          version: 'v0.1.0',
          mode: 'production',
          api_version: 1,
          mode_api_auth_enabled: true,
          mode_opa_fail_closed: true,
          mode_require_external_backends: true,
          external_backends_required: true,
          full_stack_required: true,
          require_memory: true,
          memory_endpoint: 'http://memory-service:9595',
          memory_token_present: true,
          in_container: true,
          node: 'v24.4.0',
          uptime_seconds: 3600,
          configuration: { auth: { apiToken: '[redacted]' } },
        },
      },
    ],
    problems: TENANT_PROBLEMS,
  });
