/** npm run build:manifests: renders the chart into plain manifests, for clusters without Helm. Needs `helm` on the PATH. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFESTS, renderManifests } from './manifests.mjs';
import { exitOnSetupError, root } from './setup.mjs';

await exitOnSetupError(async () => {
  writeFileSync(join(root, MANIFESTS), await renderManifests());
  console.log(`wrote ${MANIFESTS}`);
});
