import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../version';
import { componentSchemas, refOfSchema } from './component-schemas';
import { TAGS } from './endpoint';
import { problemExamples } from './problem-examples';

const DESCRIPTION =
  'A memory for AI agents. `POST /remember` stores what should be known later, `POST /recall` finds it again. Errors are problem ' +
  'documents (RFC 9457) with a `code` that is never renamed. Deprecated fields and headers are older spellings; they keep working.';

/** The OpenAPI document of the routes that the application has. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('SomaBrain')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/');
  for (const [tag, description] of Object.entries(TAGS)) builder.addTag(tag, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    standardSchemaConverter: (schema) => ({ schema: refOfSchema(schema) }),
  });
  return {
    ...document,
    components: {
      schemas: componentSchemas(),
      examples: problemExamples(),
      headers: {
        'X-Request-ID': {
          description: 'Name of the request: yours, or its trace id.',
          schema: { type: 'string' },
        },
        'Retry-After': { description: 'Seconds to wait before trying again.', schema: { type: 'integer' } },
      },
    },
  };
}

/** The document as the file `openapi.json` holds it. */
export function renderOpenApi(document: OpenAPIObject): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
