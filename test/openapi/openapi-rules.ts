import type { OpenAPIObject } from '@nestjs/swagger';
import { type OpenApiSettings, renderOpenApi } from '@somabrain/http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Operation, operationsOf } from './operations';

const ROOT = join(__dirname, '../..');
/** Of every problem: that of the schema. */
const PROBLEM_EXAMPLE = 'in the schema';
const REF = /"\$ref":"#\/components\/(\w+)\/([^"]+)"/g;

/** One document, and what is particular to it. */
export interface OpenApiCase {
  /** Its committed file. */
  readonly file: string;
  readonly describe: () => Promise<OpenAPIObject>;
  readonly settings: OpenApiSettings;
  readonly routes: readonly string[];
  /** Routes that do something sensible without a body. */
  readonly optionalBodies: readonly string[];
}

/** What holds for the OpenAPI document of every service. */
export function describeOpenApiRules({
  file,
  describe: describeApplication,
  settings,
  routes,
  optionalBodies,
}: OpenApiCase): void {
  let document: OpenAPIObject;
  let operations: [string, Operation][];
  beforeAll(async () => {
    document = await describeApplication();
    operations = operationsOf(document);
  });

  it(`equals the committed ${file}: npm run generate writes it`, () => {
    expect(renderOpenApi(document)).toBe(readFileSync(join(ROOT, file), 'utf8'));
  });

  it('is version 3.1 and names the release of package.json', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect([document.openapi, document.info.version]).toEqual(['3.1.0', version]);
  });

  it('lists the routes of this version', () => {
    expect(operations.map(([route]) => route).sort()).toEqual([...routes].sort());
  });

  it('names and explains every route', () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(operations.length);
    for (const [route, { operationId, tags = [], summary, description }] of operations) {
      expect([route, operationId]).toEqual([route, expect.stringMatching(/^[a-z][A-Za-z]+$/)]);
      expect([route, tags.length, Object.keys(settings.tags).includes(tags[0] ?? '')]).toEqual([
        route,
        1,
        true,
      ]);
      expect([route, summary, description]).toEqual([
        route,
        expect.stringMatching(/.{5}/),
        expect.stringMatching(/.{20}/),
      ]);
    }
  });

  it('gives every body and every answer a schema and an example', () => {
    for (const [route, { requestBody, responses }] of operations) {
      if (route.startsWith('POST'))
        expect([route, requestBody?.required]).toEqual([route, !optionalBodies.includes(route)]);
      const contents = [requestBody, ...Object.values(responses)].flatMap((part) =>
        Object.entries(part?.content ?? {}),
      );
      for (const [type, content] of contents) {
        const example =
          type === 'application/problem+json' ? PROBLEM_EXAMPLE : (content.example ?? content.examples);
        expect([route, content.schema, example]).toEqual([route, expect.any(Object), expect.anything()]);
      }
    }
  });

  it('explains every parameter', () => {
    for (const [route, { parameters = [] }] of operations) {
      for (const { name, in: place, description, schema } of parameters) {
        const [example] = schema?.examples ?? [schema?.example];
        expect([route, name, description, example]).toEqual([
          route,
          name,
          expect.stringMatching(/.{5}/),
          place === 'header' ? undefined : expect.anything(),
        ]);
      }
    }
  });

  it('answers every error with a problem document, and every request with its id', () => {
    for (const [route, { responses }] of operations) {
      const works = !/\/health|\/metrics|\/mcp|\/\.well-known\/|\/diagnostics|\/reward\//.test(route);
      expect([route, Object.keys(responses).includes('500')]).toEqual([route, works]);
      for (const [status, { headers, content = {} }] of Object.entries(responses)) {
        expect([route, status, headers]).toEqual([
          route,
          status,
          expect.objectContaining({ 'X-Request-ID': expect.anything() as unknown }),
        ]);
        // Health answers say in their own form what is down.
        if (Number(status) < 400 || (route.includes('/health') && status === '503')) continue;
        expect([route, status, Object.keys(content)]).toEqual([route, status, ['application/problem+json']]);
      }
    }
  });

  it('refers only to components it has, and has none that nothing refers to', () => {
    const used = new Set(
      [...JSON.stringify(document).matchAll(REF)].map(([, kind, name]) => `${kind}/${name}`),
    );
    for (const scheme of (document.security ?? []).flatMap(Object.keys))
      used.add(`securitySchemes/${scheme}`);
    const components = document.components as Record<string, object>;
    const present = Object.entries(components).flatMap(([kind, byName]) =>
      Object.keys(byName).map((name) => `${kind}/${name}`),
    );
    expect([...used].sort()).toEqual(present.sort());
  });
}
