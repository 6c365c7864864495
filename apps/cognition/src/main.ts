import 'reflect-metadata';
// Before what it traces is loaded.
import './telemetry';
import { runService } from '@somabrain/runtime';
import { startService } from './start-service';

void runService({
  process: 'cognition',
  start: startService,
  describe: ({ url }, { cognition }) => [
    `  Health   ${url}/health`,
    `  Roles    ${cognition.roles.join(', ')}`,
  ],
});
