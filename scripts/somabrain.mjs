#!/usr/bin/env node
/** The command line of SomaBrain: somabrain --help. The first call installs the packages and builds. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtApp, ensureBuild, ensureDependencies, ensureNode, exitOnSetupError } from './setup.mjs';

await exitOnSetupError(() => {
  ensureNode();
  ensureDependencies();
  ensureBuild();
});
// In this process, so that signals and the exit code are the program's own.
await import(pathToFileURL(join(builtApp('cli'), 'main.js')).href);
