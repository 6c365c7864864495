import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ComposeFile, ComposeService } from './compose-file';
import { PROJECT } from './run-program';

type NamedService = readonly [name: string, service: ComposeService];

/** Where each server listens inside the stack, by the last word of its service's name. */
const LISTENS: Readonly<Record<string, number>> = {
  somabrain: 9696,
  app: 9696,
  memory: 9595,
  'memory-service': 9595,
  redis: 6379,
  kafka: 9092,
  opa: 8181,
  postgres: 5432,
  learner: 8084,
  cognition: 8090,
};

/** What is wrong with a compose file, a sentence each. */
export function problemsOf(file: ComposeFile): string[] {
  // Some are there for another file alone, and never start.
  const services = Object.entries(file.services).filter(([, { profiles }]) => !profiles?.includes('never'));
  return [
    ...services.flatMap(unpinnedImage),
    ...services.flatMap(unconfined),
    ...services.flatMap((service) => wrongDependencies(service, file)),
    ...services.flatMap((service) => wrongVolumes(service, file)),
    ...services.flatMap((service) => wrongAddresses(service, services)),
    ...repeatedPorts(services),
    ...repeatedNames(services),
  ];
}

function unpinnedImage([name, { image }]: NamedService): string[] {
  if (image.startsWith('somabrain')) return [];
  return /:v?\d+\.\d+(\.\d+)?(-[\w.]+)?$/.test(image) ? [] : [`${name}: the image ${image} names no version`];
}

function unconfined([name, service]: NamedService): string[] {
  const problems: string[] = [];
  if (!service.cap_drop?.includes('ALL')) problems.push(`${name}: it keeps capabilities`);
  if (!service.security_opt?.includes('no-new-privileges:true'))
    problems.push(`${name}: it may gain privileges`);
  if (service.image.startsWith('somabrain')) {
    if (!service.read_only) problems.push(`${name}: its root can be written`);
    if (!service.tmpfs?.some((path) => path.startsWith('/app/logs')))
      problems.push(`${name}: /app/logs is not tmpfs`);
  }
  return problems;
}

function wrongDependencies([name, service]: NamedService, { services }: ComposeFile): string[] {
  return Object.entries(service.depends_on ?? {}).flatMap(([other, { condition }]) => {
    const found = services[other];
    if (!found) return [`${name}: it depends on ${other}, which is not there`];
    if (condition === 'service_healthy' && !found.healthcheck)
      return [`${name}: it waits for the health of ${other}, which is never checked`];
    if (condition === 'service_completed_successfully' && found.restart !== 'no')
      return [`${name}: it waits for the end of ${other}, which is started again`];
    return [];
  });
}

function wrongVolumes([name, service]: NamedService, { volumes = {} }: ComposeFile): string[] {
  return (service.volumes ?? []).flatMap((volume) => {
    const [source = ''] = volume.split(':');
    if (source.startsWith('.'))
      return existsSync(join(PROJECT, source)) ? [] : [`${name}: ${source} is not there`];
    return source in volumes ? [] : [`${name}: the volume ${source} is not declared`];
  });
}

/** Every address in an environment, a command or a health check must be one that somebody of the stack listens on. */
function wrongAddresses([name, service]: NamedService, services: readonly NamedService[]): string[] {
  const texts = [
    ...Object.entries(service.environment ?? {}).filter(([key]) => !key.startsWith('KAFKA_')),
    ...(service.command ?? []).map((text) => ['its command', text] as const),
  ];
  return texts.flatMap(([key, value]) =>
    [...String(value ?? '').matchAll(/(?:\w+:\/\/|=|^)(?:[^/@\s]*@)?([\w.-]+):(\d+)(?=[/?]|$)/g)].flatMap(
      ([, host = '', port]) => {
        if (['localhost', '0.0.0.0'].includes(host)) return [];
        const found = services.find(
          ([other, { networks }]) => other === host || networks?.default.aliases.includes(host),
        );
        if (!found) return [`${name}: ${key} names ${host}, which nobody is called`];
        const listens = LISTENS[found[0].replace(/^somabrain_/, '')];
        return listens === Number(port)
          ? []
          : [`${name}: ${key} names ${host}:${port}, which listens on ${listens}`];
      },
    ),
  );
}

function repeatedPorts(services: readonly NamedService[]): string[] {
  const ports = services.flatMap(([, service]) => service.ports ?? []);
  return repeated(ports.map((port) => port.split(':').at(-2) ?? '')).map(
    (port) => `port ${port} is given twice`,
  );
}

function repeatedNames(services: readonly NamedService[]): string[] {
  const names = services.flatMap(([name, { networks }]) => [name, ...(networks?.default.aliases ?? [])]);
  return repeated(names).map((name) => `two services are called ${name}`);
}

function repeated(items: readonly string[]): string[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}
