/** npm run build:manifests: renders the chart into plain manifests, for clusters without Helm. Needs `helm` on the PATH. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderManifests } from './manifests.mjs';
import { exitOnSetupError, root } from './setup.mjs';

await exitOnSetupError(async () => {
  for (const { path, content } of await renderManifests()) {
    writeFileSync(join(root, path), content);
    console.log(`wrote ${path}`);
  }
});
