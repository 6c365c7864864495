import { z } from 'zod';

/** What a client needs in order to get a token for a resource (RFC 9728 §2). */
export const ResourceMetadata = z
  .object({
    resource: z.string().meta({ description: 'URL of the resource; the `resource` of a token request.' }),
    authorization_servers: z
      .array(z.string())
      .meta({ description: 'Issuer URLs of its authorization servers.' }),
    bearer_methods_supported: z
      .array(z.literal('header'))
      .meta({ description: 'How the token is sent: in the header Authorization.' }),
    scopes_supported: z.array(z.string()).meta({ description: 'Scopes that agents may need.' }),
    resource_name: z.string().meta({ description: 'Name for a person.' }),
    resource_documentation: z.string().meta({ description: 'URL of the documentation.' }),
  })
  .meta({ id: 'ResourceMetadata', description: 'OAuth metadata of a protected resource (RFC 9728).' });

export type ResourceMetadata = z.output<typeof ResourceMetadata>;
