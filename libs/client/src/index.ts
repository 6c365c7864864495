export { answerOf, ApiProblem } from './api-problem';
export { type Connection, headersOf, withoutSlash } from './connection';
export { DamagedExport, ExportCheck, type ExportHeader, type ExportSummary } from './export-file';
export { exportMemories, type ExportOptions } from './export-memories';
export type { components, operations, paths } from './generated/somabrain-api';
export { type ImportAnswer, importMemories, type ImportOptions } from './import-memories';
export { createSomaBrainClient, type SomaBrainClient } from './somabrain-client';
