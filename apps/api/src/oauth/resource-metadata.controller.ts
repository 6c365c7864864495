import { Controller, Get } from '@nestjs/common';
import { AGENTS_PATH, RESOURCE_METADATA_PATH, ROLES } from '@somabrain/auth';
import { Configuration } from '@somabrain/config';
import { Public } from '@somabrain/http';
import { Problem } from '@somabrain/kernel';
import type { ResourceMetadata } from './resource-metadata';
import { AgentsMetadataEndpoint, ResourceMetadataEndpoint } from './resource-metadata-endpoint';

/** Tells clients who issues tokens for the API. */
@Public()
@Controller()
export class ResourceMetadataController {
  constructor(private readonly configuration: Configuration) {}

  @Get(RESOURCE_METADATA_PATH)
  @ResourceMetadataEndpoint()
  ofApi(): ResourceMetadata {
    return this.metadataOf('');
  }

  @Get(`${RESOURCE_METADATA_PATH}${AGENTS_PATH}`)
  @AgentsMetadataEndpoint()
  ofAgents(): ResourceMetadata {
    return this.metadataOf(AGENTS_PATH);
  }

  /** @throws Problem ROUTE_NOT_FOUND */
  private metadataOf(path: string): ResourceMetadata {
    const { oauth } = this.configuration;
    if (!oauth) {
      throw new Problem(
        'ROUTE_NOT_FOUND',
        'There is no OAuth metadata: set SOMABRAIN_PUBLIC_URL and SOMABRAIN_OAUTH_AUTHORIZATION_SERVERS where authentication is on',
      );
    }
    return {
      resource: `${oauth.publicUrl}${path}`,
      authorization_servers: [...oauth.authorizationServers],
      bearer_methods_supported: ['header'],
      // Clients ask for all scopes that are named here.
      scopes_supported: [...(ROLES.agent ?? [])],
      resource_name: 'SomaBrain',
      resource_documentation: `${oauth.publicUrl}/docs`,
    };
  }
}
