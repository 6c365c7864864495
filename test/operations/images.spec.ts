import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { containersOf, parseManifests, podsOf } from '../support/kubernetes/manifest';

const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');

/** Versions of images by their names, without our own. */
function versions(images: readonly string[]): ReadonlyMap<string, string> {
  const foreign = images.filter((image) => !image.includes('somabrain'));
  return new Map(
    foreign.map((image) => [image.slice(0, image.lastIndexOf(':')), image.slice(image.lastIndexOf(':') + 1)]),
  );
}

describe('the images of servers', () => {
  const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
    services: Record<string, { image: string }>;
  };
  const compose = versions(Object.values(services).map(({ image }) => image));
  const manifests = parseManifests(read('k8s/somabrain-deployment.yaml'));
  const cluster = versions(podsOf(manifests).flatMap((pods) => containersOf(pods).map(({ image }) => image)));

  it('are the same in Compose and in a cluster', () => {
    expect(compose.size).toBeGreaterThan(5);
    expect(Object.fromEntries(cluster)).toMatchObject(Object.fromEntries(compose));
  });

  it('have versions that do not move', () => {
    for (const [name, version] of [...compose, ...cluster])
      expect([name, version]).toEqual([name, expect.stringMatching(/\d+\.\d+\.\d+|^\d+\.\d+-/)]);
  });
});
