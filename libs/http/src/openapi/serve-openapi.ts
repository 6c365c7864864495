import type { NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { openApiDocument, type OpenApiSettings } from './openapi-document';
import { servedDocument } from './served-document';

/** Serves the document at `/openapi.json` and Swagger UI, with assets of its own package, at `/docs`. */
export function serveOpenApi(app: NestExpressApplication, settings: OpenApiSettings): void {
  let document: OpenAPIObject | undefined;
  const make = () => (document ??= openApiDocument(app, settings));
  app.getHttpAdapter().getInstance().get('/openapi.json', servedDocument(make));
  SwaggerModule.setup('docs', app, make, {
    raw: false,
    customSiteTitle: settings.title,
    swaggerOptions: {
      persistAuthorization: true,
      tryItOutEnabled: true,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
    },
  });
}
