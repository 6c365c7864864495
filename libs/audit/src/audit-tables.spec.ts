import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Statements, not names of metrics such as somabrain_audit_outbox_records. */
const TABLES = /(?<![a-z_])audit_(log|outbox|heads)\b/;

describe('the tables of the audit', () => {
  it('are named by statements of this library and by migrations only', () => {
    const sources = ['apps', 'libs'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((path) => join(folder, path))
        .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts')),
    );
    expect(sources.length).toBeGreaterThan(500);
    const others = sources.filter((path) => !path.startsWith(join('libs', 'audit')));
    expect(others.filter((path) => TABLES.test(readFileSync(path, 'utf8')))).toEqual([]);
  });
});
