import { BackendFault, connectionFault } from '@somabrain/kernel';

const MOST_CHARACTERS = 200;

/** Why a backend is down, in words that everybody may read: `/health` asks nobody who they are. What else drivers say is for the log. */
export function plainReason(fault: Error | null): string {
  const known = fault instanceof BackendFault ? fault : connectionFault(fault);
  return (known?.message ?? 'it did not answer as it should; the log tells what it said').slice(
    0,
    MOST_CHARACTERS,
  );
}
