import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '@somabrain/kernel';
import type { z } from 'zod';
import { answerHeaders } from './answer-headers';
import { componentSchemas, refOfComponent } from './component-schemas';
import { renderJson } from './render-json';
import { shareComponents } from './share-components';

/** What the OpenAPI document of an application says beyond its routes. */
export interface OpenApiSettings {
  readonly title: string;
  readonly description: string;
  /** The kinds of routes with what they are for, in the order of the documentation. */
  readonly tags: Readonly<Record<string, string>>;
  /** Every schema that routes refer to, under the id that it or what it reads has in its meta. */
  readonly schemas: Readonly<Record<string, z.ZodType>>;
  /** What the bearer token of routes with `ApiBearerAuth` is; absent where none has one. */
  readonly bearer?: string;
}

/** The OpenAPI document of the routes that the application has. */
export function openApiDocument(app: INestApplication, settings: OpenApiSettings): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(settings.title)
    .setDescription(settings.description)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/');
  for (const [tag, description] of Object.entries(settings.tags)) builder.addTag(tag, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    standardSchemaConverter: (schema) => ({ schema: refOfBody(schema, settings) }),
  });
  const routes = JSON.stringify(document.paths);
  return shareComponents({
    ...document,
    info: withoutContact(document.info),
    ...(settings.bearer !== undefined && { security: [{ bearer: [] }] }),
    components: {
      schemas: componentSchemas(settings.schemas),
      ...(settings.bearer !== undefined && {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: settings.bearer } },
      }),
      headers: answerHeaders(routes),
    },
  });
}

/** Nest adds an empty one. */
function withoutContact(info: OpenAPIObject['info']): OpenAPIObject['info'] {
  const kept = { ...info };
  delete kept.contact;
  return kept;
}

/** A reference to the component of a schema that a handler checks its body with. */
function refOfBody(schema: unknown, { schemas }: OpenApiSettings): { $ref: string } | undefined {
  const found = Object.values(schemas).find((candidate) => candidate === schema);
  return found && refOfComponent(found);
}

/** The document as its committed file holds it. */
export function renderOpenApi(document: OpenAPIObject): string {
  return renderJson(document);
}
