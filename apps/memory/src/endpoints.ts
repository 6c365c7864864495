import { Endpoint } from '@somabrain/http';
import { wire } from '@somabrain/memory';
import { call } from './call';
import { CONTEXT_HEADERS } from './context-headers';
import * as examples from './examples';

export const Remember = () =>
  call({
    operationId: 'remember',
    tag: 'Memories',
    summary: 'Store a memory',
    description: 'It is durable, audited and found by the next recall when the answer comes.',
    writes: true,
    body: examples.NEW_MEMORY,
    answer: { schema: wire.RememberedAnswer, example: examples.REMEMBERED },
    problems: ['POLICY_DENIED', 'QUOTA_EXCEEDED'],
  });

export const RememberBatch = () =>
  call({
    operationId: 'rememberBatch',
    tag: 'Memories',
    summary: 'Store up to 1,000 memories',
    description: 'In their order; `atomic`: all of them or none.',
    writes: true,
    body: { memories: [examples.NEW_MEMORY], atomic: false },
    answer: { schema: wire.BatchAnswer, example: { outcomes: [examples.REMEMBERED] } },
  });

export const Recall = () =>
  call({
    operationId: 'recall',
    tag: 'Memories',
    summary: 'Find memories',
    description: 'Ranks the memories of one namespace by what they say about the question.',
    body: examples.QUESTION,
    answer: { schema: wire.RecalledAnswer, example: examples.RECALLED },
    problems: ['NAMESPACE_TOO_LARGE', 'AS_OF_TOO_LARGE'],
  });

export const List = () =>
  call({
    operationId: 'listMemories',
    tag: 'Memories',
    summary: 'List memories',
    description: 'Newest first; the cursor of a page leads to the next one.',
    body: examples.LIST,
    answer: { schema: wire.MemoryPageAnswer, example: examples.PAGE },
    problems: ['CURSOR_INVALID'],
  });

export const GetMemory = () =>
  call({
    operationId: 'getMemory',
    tag: 'Memories',
    summary: 'Read a memory',
    description: 'Its present version. What is expired is not there.',
    byId: true,
    answer: { schema: wire.StoredMemory, example: examples.STORED_MEMORY },
    problems: ['MEMORY_NOT_FOUND'],
  });

export const DeleteMemory = () =>
  call({
    operationId: 'deleteMemory',
    tag: 'Memories',
    summary: 'Delete a memory',
    description: 'With all its versions, for good.',
    writes: true,
    byId: true,
    problems: ['MEMORY_NOT_FOUND'],
  });

export const DeleteByCoordinate = () =>
  call({
    operationId: 'deleteByCoordinate',
    tag: 'Memories',
    summary: 'Delete a memory by its coordinate or its text',
    description:
      'As the original addressed it, with all its versions, for good. Of several with the text, the newest.',
    writes: true,
    body: { coordinate: '0.123456,-0.654321,0.111111' },
    problems: ['MEMORY_NOT_FOUND'],
  });

export const Change = () =>
  call({
    operationId: 'changeMemory',
    tag: 'Changes',
    summary: 'Change a memory',
    description: 'Fields that are absent stay; members of the metadata are changed one by one (RFC 7396).',
    writes: true,
    byId: true,
    body: examples.CHANGE,
    answer: { schema: wire.ChangedAnswer, example: examples.CHANGED },
    problems: ['MEMORY_NOT_FOUND', 'KEY_TAKEN', 'VERSION_MISMATCH', 'POLICY_DENIED', 'QUOTA_EXCEEDED'],
  });

export const History = () =>
  call({
    operationId: 'memoryHistory',
    tag: 'Changes',
    summary: 'Read the versions of a memory',
    description: 'The present version first; the cursor of a page leads to the next one.',
    byId: true,
    queryParameters: [
      {
        name: 'limit',
        description: 'At most so many, 1 to 500. Required.',
        schema: { type: 'integer' },
        example: 50,
      },
      {
        name: 'cursor',
        description: 'Of the page before.',
        schema: { type: 'string' },
        example: 'eyJ2IjozfQ',
      },
    ],
    answer: { schema: wire.HistoryAnswer, example: examples.HISTORY },
    problems: ['MEMORY_NOT_FOUND', 'CURSOR_INVALID'],
  });

export const Restore = () =>
  call({
    operationId: 'restoreMemory',
    tag: 'Changes',
    summary: 'Go back to an earlier version',
    description: 'The memory gets the state it had, as a new version.',
    writes: true,
    byId: true,
    body: { version: 1 },
    answer: { schema: wire.ChangedAnswer, example: examples.CHANGED },
    problems: ['MEMORY_NOT_FOUND', 'VERSION_NOT_FOUND', 'KEY_TAKEN'],
  });

export const Forget = () =>
  call({
    operationId: 'forget',
    tag: 'Changes',
    summary: 'Forget memories',
    description: 'All that meet the conditions and what is derived from them, with all versions, for good.',
    writes: true,
    body: examples.FORGET,
    answer: { schema: wire.ForgetAnswer, example: examples.FORGOTTEN },
  });

export const LinkMemories = () =>
  call({
    operationId: 'linkMemories',
    tag: 'Links',
    summary: 'Link two memories',
    description: 'A link that is there gets the new weight.',
    writes: true,
    body: examples.LINK,
    answer: { schema: wire.LinkedAnswer, example: examples.LINKED },
    problems: ['MEMORY_NOT_FOUND'],
  });

export const Rate = () =>
  call({
    operationId: 'rateMemories',
    tag: 'Ratings',
    summary: 'Say what memories were worth',
    description: 'The next recall of the question, and of questions like it, ranks them accordingly.',
    writes: true,
    body: examples.RATING,
    answer: { schema: wire.RatedAnswer, example: { rated: 1, replayed: false } },
    problems: ['MEMORY_NOT_FOUND'],
  });

export const Links = () =>
  call({
    operationId: 'links',
    tag: 'Links',
    summary: 'Read links',
    description: 'From a memory, to a memory, or of a namespace.',
    body: examples.LINKS,
    answer: { schema: wire.LinksAnswer, example: examples.LINKS_PAGE },
    problems: ['MEMORY_NOT_FOUND', 'CURSOR_INVALID'],
  });

export const Follow = () =>
  call({
    operationId: 'follow',
    tag: 'Links',
    summary: 'Read the links of several memories',
    description:
      'The heaviest of each memory, in one direction or both, as far as both their memories are seen.',
    body: examples.FOLLOW,
    answer: { schema: wire.FollowedAnswer, example: { links: examples.LINKS_PAGE.items } },
  });

export const Find = () =>
  call({
    operationId: 'findMemory',
    tag: 'Memories',
    summary: 'Find a memory by its address',
    description: 'By id, by key in a namespace, or by coordinate.',
    body: { address: { namespace: 'default', key: 'kb.paris' } },
    answer: { schema: wire.StoredMemory, example: examples.STORED_MEMORY },
    problems: ['MEMORY_NOT_FOUND'],
  });

export const Export = () =>
  Endpoint({
    operationId: 'exportMemories',
    tag: 'Transfer',
    summary: 'Export memories',
    description: 'A stream of lines of JSON; the last one is a trailer with a checksum.',
    headers: CONTEXT_HEADERS,
    queryParameters: [
      { name: 'namespace', description: 'Only of this one.', schema: { type: 'string' }, example: 'default' },
    ],
    answers: [{ status: 200, description: 'The file.', contentType: wire.NDJSON, example: examples.FILE }],
    problems: ['UNAUTHENTICATED', 'VALIDATION_FAILED', 'TENANT_INVALID', 'DATABASE_UNAVAILABLE'],
  });

export const Import = () =>
  Endpoint({
    operationId: 'importMemories',
    tag: 'Transfer',
    summary: 'Import memories',
    description:
      'Stores what an export holds; the file is read as a stream and may be sent again after a break.',
    headers: CONTEXT_HEADERS,
    queryParameters: [
      {
        name: 'resume',
        description: 'Names the import. Default: the id of the export.',
        schema: { type: 'string' },
        example: examples.MEMORY_ID,
      },
    ],
    textBody: { contentType: wire.NDJSON, example: examples.FILE },
    answers: [
      {
        status: 200,
        description: 'The file was whole.',
        schema: wire.ImportAnswer,
        example: examples.IMPORTED,
      },
    ],
    problems: [
      'UNAUTHENTICATED',
      'POLICY_DENIED',
      'QUOTA_EXCEEDED',
      'MALFORMED_REQUEST',
      'VALIDATION_FAILED',
      'TENANT_INVALID',
      'IMPORT_INVALID',
      'UNSUPPORTED_MEDIA_TYPE',
      'OVERLOADED',
      'DATABASE_UNAVAILABLE',
    ],
  });
