import { describeOpenApiRules } from '../../../../test/openapi/openapi-rules';
import { describeApplication } from './describe-application';
import { MEMORY_DOCUMENT } from './memory-document';

describe('the OpenAPI document of the memory service', () => {
  describeOpenApiRules({
    file: 'docs/openapi/openapi.memory.json',
    describe: describeApplication,
    settings: MEMORY_DOCUMENT,
    optionalBodies: [],
    routes: [
      'DELETE /v1/memories/{id}',
      'GET /health',
      'GET /health/access',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'GET /v1/export',
      'GET /v1/memories/{id}',
      'GET /v1/memories/{id}/history',
      'PATCH /v1/memories/{id}',
      'POST /v1/consolidate',
      'POST /v1/delete',
      'POST /v1/forget',
      'POST /v1/find',
      'POST /v1/graph/follow',
      'POST /v1/graph/links',
      'POST /v1/import',
      'POST /v1/link',
      'POST /v1/rate',
      'POST /v1/memories/list',
      'POST /v1/memories/{id}/restore',
      'POST /v1/recall',
      'POST /v1/scopes',
      'POST /v1/remember',
      'POST /v1/remember/batch',
    ],
  });
});
