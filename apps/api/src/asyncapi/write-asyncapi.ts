/** Writes docs/openapi/asyncapi.json. The working directory is the root of the repository. */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { renderAsyncApi } from './asyncapi-document';

const FILE = 'docs/openapi/asyncapi.json';

writeFileSync(FILE, renderAsyncApi());
process.stdout.write(`wrote ${FILE}\n`);
