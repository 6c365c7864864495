import 'reflect-metadata';
// Before what it traces is loaded.
import './telemetry';
import { runService } from '@somabrain/runtime';
import { startService } from './start-service';

void runService({
  process: 'memory',
  start: startService,
  describe: ({ url, dataDirectory }, { memory }) => [
    `  Memory service  ${url}/v1`,
    `  Routes          ${url}/docs`,
    `  Health          ${url}/health`,
    `  Postgres        ${dataDirectory === null ? 'external' : `embedded in ${dataDirectory}`}`,
    `  Token           ${memory.token ? 'demanded' : 'none: set SOMABRAIN_MEMORY_HTTP_TOKEN to demand one'}`,
  ],
});
