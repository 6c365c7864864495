/** Brings the table in docs/compatibility.md up to date, in the working directory, the root of the repository. */
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { describeApplication } from '../openapi/describe-application';
import { COMPATIBILITY_FILE, withCompatibilityTable } from './compatibility-table';

async function writeCompatibility(): Promise<void> {
  const document = await describeApplication();
  writeFileSync(
    COMPATIBILITY_FILE,
    withCompatibilityTable(readFileSync(COMPATIBILITY_FILE, 'utf8'), document),
  );
  process.stdout.write(`wrote ${COMPATIBILITY_FILE}\n`);
}

void writeCompatibility();
