/** A process of its own that owns an embedded Postgres until it is killed. Prints one JSON line: where it is, or why it is not. */
import { EmbeddedPostgres } from '@somabrain/database';

const [dataDirectory = ''] = process.argv.slice(2);
EmbeddedPostgres.start({ dataDirectory }).then(
  (postgres) => console.log(JSON.stringify({ connectionString: postgres.connectionString })),
  (error: unknown) => {
    console.log(JSON.stringify({ refused: String(error) }));
    process.exitCode = 1;
  },
);
