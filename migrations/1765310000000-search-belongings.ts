import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  indexChanges,
  indexPage,
  RATED_HEAD,
  type RecallFunctions,
  SEARCHED_NAMES,
} from './recall-functions';

/** A text may have four megabytes, and its analysed form a little more: so much is read at once, and one text at least. */
const PAGE_BYTES = 4_000_000;

const SEARCHED: RecallFunctions = {
  names: SEARCHED_NAMES,
  head: RATED_HEAD,
  holding: 'and m.closed is null',
  pageBytes: PAGE_BYTES,
};
const FUNCTIONS = Object.values(SEARCHED_NAMES).map((name) => `${name}(text, text, text, bigint, integer)`);

/**
 * Indexes read the keys of memories, too, whose words are searched, and fewer long texts at once. The functions are new ones: processes of the
 * release before go on with theirs.
 */
export class SearchBelongings1765310000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const definition of [indexChanges(SEARCHED), indexPage(SEARCHED)]) await runner.query(definition);
    for (const name of FUNCTIONS) {
      await runner.query(`revoke execute on function ${name} from public`);
      await runner.query(`grant execute on function ${name} to somabrain_service`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function ${FUNCTIONS.join(', ')}`);
  }
}
