import { describeOpenApiRules } from '../../../../test/openapi/openapi-rules';
import { API_DOCUMENT } from './api-document';
import { describeApplication } from './describe-application';

describe('the OpenAPI document of the API', () => {
  describeOpenApiRules({
    file: 'openapi.json',
    describe: describeApplication,
    settings: API_DOCUMENT,
    optionalBodies: ['POST /audit/verify', 'POST /memories/{id}/restore'],
    routes: [
      'DELETE /memories/{id}',
      'DELETE /working-memory/{session_id}',
      'GET /audit/events',
      'GET /export',
      'GET /health',
      'GET /health/live',
      'GET /health/ready',
      'GET /memories',
      'GET /memories/{id}',
      'GET /memories/{id}/history',
      'GET /metrics',
      'GET /diagnostics',
      'GET /tenants/{id}',
      'GET /tenants/{id}/usage',
      'GET /working-memory/{session_id}',
      'PATCH /memories/{id}',
      'POST /audit/verify',
      'POST /delete',
      'POST /forget',
      'POST /graph/links',
      'POST /import',
      'POST /link',
      'POST /mcp',
      'POST /memories/{id}/restore',
      'POST /recall',
      'POST /recall/delete',
      'POST /remember',
      'POST /remember/batch',
      'PUT /tenants/{id}',
    ],
  });
});
