import { InProcessStates, PostgresStates } from '@somabrain/cognition';
import { describeWorkerStates } from '../contract/worker-states.contract';
import { TestDatabase } from '../support/test-database';

let database: TestDatabase;
let postgres: PostgresStates;

beforeAll(async () => {
  database = await TestDatabase.create();
  postgres = new PostgresStates(database.database);
});
afterAll(() => database.drop());

describeWorkerStates('Postgres', () => postgres);

const inProcess = new InProcessStates();
describeWorkerStates('this process', () => inProcess);
