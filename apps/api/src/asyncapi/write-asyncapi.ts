/** Writes asyncapi.json into the working directory, the root of the repository. */
import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { renderAsyncApi } from './asyncapi-document';

const FILE = 'asyncapi.json';

writeFileSync(FILE, renderAsyncApi());
process.stdout.write(`wrote ${FILE}\n`);
