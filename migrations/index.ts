import { CreateRoles1763900000000 } from './1763900000000-create-roles';
import { CreateTenantHeads1763900001000 } from './1763900001000-create-tenant-heads';
import { CreateMemories1763900002000 } from './1763900002000-create-memories';
import { CreateMemoryVersions1763900003000 } from './1763900003000-create-memory-versions';
import { CreateMemoryVectors1763900004000 } from './1763900004000-create-memory-vectors';
import { CreateMemoryChanges1763900005000 } from './1763900005000-create-memory-changes';
import { CreateAuditLog1763900006000 } from './1763900006000-create-audit-log';
import { CreateRecallFunctions1763900007000 } from './1763900007000-create-recall-functions';
import { CreateAuditHeads1764000000000 } from './1764000000000-create-audit-heads';
import { CreateAuditOutbox1764000001000 } from './1764000001000-create-audit-outbox';
import { CreateIdempotencyKeys1764100000000 } from './1764100000000-create-idempotency-keys';
import { AddCoordinates1764100001000 } from './1764100001000-add-coordinates';
import { IndexReplacedVersions1764200000000 } from './1764200000000-index-replaced-versions';
import { SeparateLookUpIndexes1764200001000 } from './1764200001000-separate-look-up-indexes';
import { CreateImportProgress1764200002000 } from './1764200002000-create-import-progress';
import { CreateMemoryLinks1764200003000 } from './1764200003000-create-memory-links';
import { FilterByVisibility1764300000000 } from './1764300000000-filter-by-visibility';
import { LimitTenants1764300001000 } from './1764300001000-limit-tenants';
import { CreateWriteJournal1764400000000 } from './1764400000000-create-write-journal';
import { CreateMaintenanceRuns1764500000000 } from './1764500000000-create-maintenance-runs';
import { RateMemories1764600000000 } from './1764600000000-rate-memories';
import { CreateMinds1764600001000 } from './1764600001000-create-minds';
import { CloseMemories1764800000000 } from './1764800000000-close-memories';
import { CreateSleepRuns1764800001000 } from './1764800001000-create-sleep-runs';
import { CreateWorkerStates1764900000000 } from './1764900000000-create-worker-states';
import { FindByText1764900001000 } from './1764900001000-find-by-text';
import { LetServicesReadMigrations1765000000000 } from './1765000000000-let-services-read-migrations';
import { CountJournalFailures1765100000000 } from './1765100000000-count-journal-failures';
import { KeepFieldsInJournal1765200000000 } from './1765200000000-keep-fields-in-journal';
import { RenewAnalysedForms1765300000000 } from './1765300000000-renew-analysed-forms';
import { SearchBelongings1765310000000 } from './1765310000000-search-belongings';
import { KeepPlansOfLookUps1765400000000 } from './1765400000000-keep-plans-of-look-ups';
import { FindSupersedingLinks1765500000000 } from './1765500000000-find-superseding-links';
import { ReadTenantPositions1765600000000 } from './1765600000000-read-tenant-positions';
import { StoreIndexSnapshots1765800000000 } from './1765800000000-store-index-snapshots';

/** Every migration, oldest first. */
export const migrations = [
  CreateRoles1763900000000,
  CreateTenantHeads1763900001000,
  CreateMemories1763900002000,
  CreateMemoryVersions1763900003000,
  CreateMemoryVectors1763900004000,
  CreateMemoryChanges1763900005000,
  CreateAuditLog1763900006000,
  CreateRecallFunctions1763900007000,
  CreateAuditHeads1764000000000,
  CreateAuditOutbox1764000001000,
  CreateIdempotencyKeys1764100000000,
  AddCoordinates1764100001000,
  IndexReplacedVersions1764200000000,
  SeparateLookUpIndexes1764200001000,
  CreateImportProgress1764200002000,
  CreateMemoryLinks1764200003000,
  FilterByVisibility1764300000000,
  LimitTenants1764300001000,
  CreateWriteJournal1764400000000,
  CreateMaintenanceRuns1764500000000,
  RateMemories1764600000000,
  CreateMinds1764600001000,
  CloseMemories1764800000000,
  CreateSleepRuns1764800001000,
  CreateWorkerStates1764900000000,
  FindByText1764900001000,
  LetServicesReadMigrations1765000000000,
  CountJournalFailures1765100000000,
  KeepFieldsInJournal1765200000000,
  RenewAnalysedForms1765300000000,
  SearchBelongings1765310000000,
  KeepPlansOfLookUps1765400000000,
  FindSupersedingLinks1765500000000,
  ReadTenantPositions1765600000000,
  StoreIndexSnapshots1765800000000,
];
