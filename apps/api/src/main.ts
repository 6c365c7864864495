import 'reflect-metadata';
// Before the modules that it traces are loaded.
import './telemetry';
import { runService } from '@somabrain/runtime';
import { startService } from './start-service';

void runService({
  process: 'api',
  start: startService,
  describe: ({ url, dataDirectory }, { memory }) => {
    const postgres = dataDirectory === null ? 'external Postgres' : `embedded Postgres in ${dataDirectory}`;
    return [
      `  API      ${url}`,
      `  Try it   ${url}/docs`,
      `  Health   ${url}/health`,
      `  Memory   ${memory.remote ? memory.remote.endpoint : 'in this process'}, ${postgres}`,
    ];
  },
});
