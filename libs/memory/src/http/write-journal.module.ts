import { Module } from '@nestjs/common';
import { AuditModule, AuditRelay } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { Database } from '@somabrain/database';
import { Logger } from '@somabrain/kernel';
import { AuditMetrics, JournalMetrics, MemoryMetrics } from '@somabrain/metrics';
import { ExceededQuotas, exceededQuotasProvider } from '../quota/exceeded-quotas';
import { type JournalObserver, WriteJournal } from '../journal/write-journal';

/** Offers the `WriteJournal` to a process that does not keep the memories itself. */
@Module({
  imports: [AuditModule],
  providers: [
    exceededQuotasProvider,
    JournalMetrics,
    {
      provide: WriteJournal,
      inject: [
        Database,
        Configuration,
        AuditMetrics,
        AuditRelay,
        JournalMetrics,
        MemoryMetrics,
        ExceededQuotas,
        Logger,
      ],
      useFactory: openJournal,
    },
  ],
  exports: [WriteJournal],
})
export class WriteJournalModule {}

function openJournal(
  database: Database,
  { limits, writes }: Configuration,
  auditMetrics: AuditMetrics,
  relay: AuditRelay,
  journalMetrics: JournalMetrics,
  memoryMetrics: MemoryMetrics,
  exceeded: ExceededQuotas,
  logger: Logger,
): WriteJournal {
  const settings = { writeQueueMax: writes.queueMax, writeDailyLimit: limits.writesADay };
  const observer: JournalObserver = {
    accepted: (count) => {
      journalMetrics.accepted(count);
    },
    quotaExceeded: (context) => {
      memoryMetrics.quotaExceeded();
      exceeded.refused(context);
    },
    sealed: (records) => {
      auditMetrics.sealed('operations', records);
    },
    committed: (operations) => {
      memoryMetrics.writeGroup(operations);
      relay.kick();
    },
  };
  return new WriteJournal(database, settings, observer, logger);
}
