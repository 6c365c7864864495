/**
 * Starts and disturbs one of the servers of test/stack/docker-compose.yml: node scripts/stack-control.mjs down|up|pause|resume|kill NAME.
 * The fault suites run such a command, by default this one: SOMABRAIN_STACK_CONTROL names another.
 */
import { spawnSync } from 'node:child_process';
import { compose } from './stack-servers.mjs';

const ACTIONS = {
  down: ['stop'],
  up: ['up', '--detach', '--wait'],
  pause: ['pause'],
  resume: ['unpause'],
  kill: ['kill'],
};

const [action, name] = process.argv.slice(2);
const command = ACTIONS[action];
if (!command || !name) {
  console.error(`Usage: node scripts/stack-control.mjs ${Object.keys(ACTIONS).join('|')} NAME`);
  process.exit(2);
}
const [program, ...args] = compose(...command, name);
process.exit(spawnSync(program, args, { stdio: ['ignore', 2, 2] }).status ?? 1);
