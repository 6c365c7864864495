/**
 * Goes through the checklist before production, a line each, and ends with 1 while something is to be done, else with 3 where something
 * could not be looked at.
 * scripts/verify_deployment.sh tells which variables it reads.
 */
import { clusterChecks } from './cluster-checks.mjs';
import { Deployment } from './deployment.mjs';
import { serviceChecks } from './service-checks.mjs';
import { surroundingsChecks } from './surroundings-checks.mjs';

const { DEPLOYMENT_URL, PROMETHEUS_URL, DEPLOYMENT_NAMESPACE } = process.env;
const deployment = new Deployment(DEPLOYMENT_URL, PROMETHEUS_URL, DEPLOYMENT_NAMESPACE, process.env);

try {
  await deployment.health();
} catch (error) {
  console.log(
    `TODO    it answers: ${error.message}; look at docker compose ps or kubectl get pods, or name it with --url`,
  );
  process.exit(1);
}

const NOT_CHECKED = 3;
const counts = { OK: 0, TODO: 0, 'NOT CHECKED': 0, 'BY HAND': 0 };
const checks = [...serviceChecks, ...surroundingsChecks, ...clusterChecks];
for (const [name, check] of checks) {
  const found = await outcome(check);
  if (!found) continue;
  const { verdict, text } = found;
  counts[verdict] += 1;
  console.log(`${verdict.padEnd(7)} ${name}: ${text}`);
}
console.log(
  `${counts.OK} OK, ${counts.TODO} to do, ${counts['NOT CHECKED']} not checked, ${counts['BY HAND']} by hand`,
);
process.exitCode = counts.TODO > 0 ? 1 : counts['NOT CHECKED'] > 0 ? NOT_CHECKED : 0;

/** What a check finds, if it has a meaning here; where it cannot look, that is what is to be done. */
async function outcome(check) {
  try {
    return await check(deployment);
  } catch (error) {
    return { verdict: 'TODO', text: error instanceof Error ? error.message : String(error) };
  }
}
