import { Endpoint, type EndpointDescription } from '@somabrain/http';
import { ResourceMetadata } from './resource-metadata';

const describe = (operationId: string, resource: string, summary: string) =>
  Endpoint({
    operationId,
    tag: 'Operations',
    summary,
    description:
      'OAuth metadata of the protected resource (RFC 9728). A 401 names its URL in `WWW-Authenticate`. It is there if authentication is on, ' +
      'SOMABRAIN_PUBLIC_URL is set, and an authorization server is known; otherwise the answer is 404.',
    infallible: true,
    answers: [
      {
        status: 200,
        description: 'The authorization servers, and the scopes of a token.',
        schema: ResourceMetadata,
        example: {
          resource,
          authorization_servers: ['https://id.example.com'],
          bearer_methods_supported: ['header'],
          scopes_supported: ['memory:read', 'memory:write', 'memory:delete'],
          resource_name: 'SomaBrain',
          resource_documentation: 'https://brain.example.com/docs',
        },
      },
    ],
    problems: ['ROUTE_NOT_FOUND'],
  } satisfies EndpointDescription);

export const ResourceMetadataEndpoint = () =>
  describe('resourceMetadata', 'https://brain.example.com', 'Where to get a token for the API');

export const AgentsMetadataEndpoint = () =>
  describe('resourceMetadataOfMcp', 'https://brain.example.com/mcp', 'Where to get a token for an agent');
