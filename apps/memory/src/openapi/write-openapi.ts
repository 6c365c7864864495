/** Writes docs/openapi/openapi.memory.json. The working directory is the root of the repository. */
import 'reflect-metadata';
import { renderOpenApi } from '@somabrain/http';
import { writeFileSync } from 'node:fs';
import { describeApplication } from './describe-application';

const FILE = 'docs/openapi/openapi.memory.json';

async function writeOpenApi(): Promise<void> {
  writeFileSync(FILE, renderOpenApi(await describeApplication()));
  process.stdout.write(`wrote ${FILE}\n`);
}

void writeOpenApi();
