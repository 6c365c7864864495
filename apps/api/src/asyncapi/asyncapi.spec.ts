import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import asyncApiSchema from '@asyncapi/specs/schemas/3.0.0-without-$id.json';
import { type AuditEventData, isSealed, recordOf } from '@somabrain/audit';
import { type CloudEvent, plannedTopics } from '@somabrain/events';
import { PublishedDocument } from '../../../../test/support/published-document';
import { Ajv } from 'ajv';
import { asyncApiDocument, renderAsyncApi } from './asyncapi-document';

const COMMITTED = readFileSync(join(__dirname, '../../../../docs/openapi/asyncapi.json'), 'utf8');

describe('the AsyncAPI document', () => {
  it('is committed as it is made; npm run generate writes it', () => {
    expect(COMMITTED).toBe(renderAsyncApi());
  });

  it('has a channel for every topic, and for what consumers gave up on', () => {
    const options = {
      replicationFactor: 3,
      operationsPartitions: 12,
      cognitionPartitions: 3,
      auditRetentionDays: null,
    };
    const { channels } = asyncApiDocument() as { channels: Record<string, { address: string }> };
    const addresses = Object.values(channels).map(({ address }) => address);
    expect(addresses.toSorted()).toEqual(
      plannedTopics(options)
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it('is AsyncAPI 3.0', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const validate = ajv.compile(asyncApiSchema);
    expect(validate(asyncApiDocument()) ? [] : validate.errors).toEqual([]);
  });

  it('names every payload', () => {
    const { components } = asyncApiDocument() as {
      components: { messages: Record<string, { payload: { $ref?: string } }>; schemas: object };
    };
    const names = Object.values(components.messages).map(({ payload }) => payload.$ref?.split('/').at(-1));
    expect(Object.keys(components.schemas)).toEqual(['AuditEvent', ...names]);
    expect(names).toEqual(names.map(() => expect.stringMatching(/^[A-Z][A-Za-z]+$/) as string));
  });

  it('shows an event that conforms to it and whose seal holds', () => {
    const document = new PublishedDocument();
    expect(document.examples.length).toBeGreaterThan(0);
    for (const { topic, event } of document.examples) {
      expect(document.flawsOf(topic, event)).toEqual([]);
      expect(isSealed(recordOf(event as CloudEvent<AuditEventData>))).toBe(true);
    }
  });
});
