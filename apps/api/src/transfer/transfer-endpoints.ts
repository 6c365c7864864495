import { Endpoint, type EndpointDescription, TENANT_HEADERS, TENANT_PROBLEMS } from '@somabrain/http';
import { FILTERS_PARAMETER, NAMESPACE_PARAMETER, text } from '../memory/change-endpoints';
import { BODY_PROBLEMS, WRITE_PROBLEMS } from '../memory/memory-endpoints';
import { ImportAnswer } from './transfer-answers';

/** The media type of lines of JSON. */
export const NDJSON = 'application/x-ndjson';

const EXPORT_ID = '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6070';
const FILE_EXAMPLE = [
  `{"type":"header","format":"somabrain-export","version":1,"export_id":"${EXPORT_ID}","tenant":"public","namespace":null,"exported_at":"2026-03-01T09:00:00.000Z","memories":1}`,
  '{"type":"memory","id":"019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071","namespace":"default","key":null,"version":1,"content":"Paris is the capital of France","metadata":{},"user_id":null,"agent_id":null,"session_id":null,"position":null,"speaker":null,"tags":["geo"],"memory_type":"semantic","importance":1,"occurred_at":null,"ttl_seconds":null,"expires_at":null,"created_at":"2026-03-01T08:00:00.000Z","updated_at":"2026-03-01T08:00:00.000Z"}',
  '{"type":"trailer","memories":1,"versions":0,"links":0,"sha256":"c3f2a1b0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2"}',
  '',
].join('\n');

const EXPORT: EndpointDescription = {
  operationId: 'exportMemories',
  tag: 'Transfer',
  summary: 'Export memories',
  description:
    'All memories of the tenant, of one namespace, or those that meet `filters`, with their versions: a stream of lines of JSON that `POST /import` reads. The last line ' +
    'is a trailer with counts and a SHA-256 of the lines between the header and itself; a file without it is not whole.',
  headers: TENANT_HEADERS,
  queryParameters: [
    NAMESPACE_PARAMETER,
    FILTERS_PARAMETER,
    text('time_zone', 'Zone of days without a time in filters (IANA). Default: UTC.', 'Europe/Berlin'),
  ],
  answers: [{ status: 200, description: 'The file.', contentType: NDJSON, example: FILE_EXAMPLE }],
  problems: ['VALIDATION_FAILED', ...TENANT_PROBLEMS, 'DATABASE_UNAVAILABLE', 'MEMORY_UNAVAILABLE'],
};

const IMPORT: EndpointDescription = {
  operationId: 'importMemories',
  tag: 'Transfer',
  summary: 'Import memories',
  description:
    'Stores what an export holds, under the ids, versions and times it had, also of another tenant. What is here in the same version or a newer one ' +
    'stays. The file is read as a stream: a line may be as long as the longest memory needs, the file has any size. After a break send the whole file again: it goes on where it stopped.',
  headers: TENANT_HEADERS,
  queryParameters: [
    text('resume', 'Names the import. Default: the id of the export. Kept for 7 days.', EXPORT_ID),
  ],
  textBody: { contentType: NDJSON, example: FILE_EXAMPLE },
  answers: [
    {
      status: 200,
      description: 'The file was whole; look at `failed`.',
      schema: ImportAnswer,
      example: {
        ok: true,
        success: true,
        imported: 1,
        updated: 0,
        unchanged: 0,
        failed: 0,
        versions: 0,
        links: 0,
        lines: 3,
        resumed_from_line: 1,
        checksum: 'verified',
        resume: EXPORT_ID,
        errors: [],
        tenant: 'public',
        trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      },
    },
  ],
  problems: [
    'VALIDATION_FAILED',
    ...TENANT_PROBLEMS,
    'IMPORT_INVALID',
    'QUOTA_EXCEEDED',
    'UNSUPPORTED_MEDIA_TYPE',
    ...WRITE_PROBLEMS,
  ],
};

export const ExportEndpoint = () => Endpoint(EXPORT);

export const ImportEndpoint = () => Endpoint(IMPORT);

export const MigrateExportEndpoint = () =>
  Endpoint({
    ...EXPORT,
    queryParameters: [],
    operationId: 'migrateExport',
    summary: 'Export memories, the older way',
    description: '`GET /export` is the newer one; the file is the same.',
    deprecated: true,
    bodyExamples: { all: { summary: 'All memories', value: {} } },
    bodyOptional: true,
    problems: [...BODY_PROBLEMS, 'DATABASE_UNAVAILABLE', 'MEMORY_UNAVAILABLE'],
  });

export const MigrateImportEndpoint = () =>
  Endpoint({
    ...IMPORT,
    operationId: 'migrateImport',
    summary: 'Import memories, the older way',
    description: '`POST /import` is the newer one; the file is the same.',
    deprecated: true,
  });
