/** Writes openapi.json into the working directory, the root of the repository. */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { describeApplication } from './describe-application';
import { renderOpenApi } from './openapi-document';

const FILE = 'openapi.json';

async function writeOpenApi(): Promise<void> {
  writeFileSync(FILE, renderOpenApi(await describeApplication()));
  process.stdout.write(`wrote ${FILE}\n`);
}

void writeOpenApi();
