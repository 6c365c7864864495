import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { loadConfiguration } from '@somabrain/config';
import { openApiDocument } from '@somabrain/http';
import { createLogger } from '@somabrain/kernel';
import { StorageModule } from '@somabrain/memory';
import { AppModule } from '../app.module';
import { MEMORY_DOCUMENT } from './memory-document';

/** The OpenAPI document of the memory service, without starting it: in preview, Nest makes no instances, so no database is needed. */
export async function describeApplication(): Promise<OpenAPIObject> {
  const { configuration } = loadConfiguration({});
  const storage = StorageModule.forRoot(
    { dsn: 'postgresql://localhost/somabrain', poolSize: 1 },
    { embedded: false, remoteMemory: null, sessions: null },
  );
  const module = AppModule.forRoot({ configuration, logger: createLogger('FATAL'), storage });
  const app = await NestFactory.create(module, { preview: true, logger: false, abortOnError: false });
  try {
    return openApiDocument(app, MEMORY_DOCUMENT);
  } finally {
    await app.close();
  }
}
