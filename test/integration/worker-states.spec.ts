import { CachedStates, InProcessStates, PostgresStates } from '@somabrain/cognition';
import { describeWorkerStates } from '../contract/worker-states.contract';
import { TestDatabase } from '../support/test-database';

let database: TestDatabase;
let postgres: PostgresStates;
let cached: CachedStates;

beforeAll(async () => {
  database = await TestDatabase.create();
  postgres = new PostgresStates(database.database);
  cached = new CachedStates(postgres);
});
afterAll(() => database.drop());

describeWorkerStates('Postgres', () => postgres);

describeWorkerStates('Postgres, known to the process', () => cached);

const inProcess = new InProcessStates();
describeWorkerStates('this process', () => inProcess);
