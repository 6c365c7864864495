/** The lines of the checklist about what stands around a SomaBrain: TLS, monitoring, backups, and what only people can see. */
import { byHand, ok, todo } from './deployment.mjs';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** How long ago each may be, a little more than the time between two. */
const MAINTENANCE = {
  backup: { within: 26 * HOUR, script: 'backup-somabrain.sh' },
  'verify-backup': { within: 8 * DAY, script: 'verify-backup.sh' },
  'test-restore': { within: 32 * DAY, script: 'test-restore.sh' },
};

export const surroundingsChecks = [
  ['TLS for what is outside', encrypted],
  ['metrics are read', scraped],
  ['alerts reach somebody', alerting],
  ['backups are made', (deployment) => maintained(deployment, 'backup')],
  ['backups are signed', signed],
  ['backups can be restored', (deployment) => maintained(deployment, 'verify-backup')],
  ['recovery was drilled', (deployment) => maintained(deployment, 'test-restore')],
  ['logs are collected', logged],
  ['the secrets are kept', secretsKept],
];

async function encrypted({ url }) {
  const { protocol, hostname } = new URL(url);
  // It answered, so its certificate was accepted.
  if (protocol === 'https:') return ok(`${hostname} shows a certificate that is trusted`);
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname))
    return byHand('run this again with --url https://…, as callers reach it');
  return todo(`${url} is not encrypted: put an ingress or a proxy with TLS in front (docs/deployment.md)`);
}

async function scraped(deployment) {
  const { activeTargets } = await deployment.prometheus('/api/v1/targets?state=active');
  const jobs = [...new Set(activeTargets.map(({ labels }) => labels.job))];
  const down = activeTargets
    .filter(({ health }) => health !== 'up')
    .map(({ labels }) => `${labels.job} ${labels.instance}`);
  if (down.length > 0) return todo(`down: ${down.join(', ')}: docs/runbooks/target-down.md`);
  if (!jobs.includes('somabrain'))
    return todo('Prometheus has no job somabrain: deploy/prometheus/prometheus.yml has one');
  return ok(`${activeTargets.length} targets are up: ${jobs.sort().join(', ')}`);
}

async function alerting(deployment) {
  const { groups } = await deployment.prometheus('/api/v1/rules?type=alert');
  const rules = groups.flatMap((group) => group.rules).filter(({ name }) => name.startsWith('SomaBrain'));
  if (rules.length === 0)
    return todo('Prometheus has no alerts of SomaBrain: deploy/prometheus/somabrain-alerts.yml');
  const firing = rules.filter(({ state }) => state === 'firing').map(({ name }) => name);
  if (firing.length > 0) return todo(`firing now: ${firing.join(', ')}: docs/runbooks/README.md`);
  const { activeAlertmanagers } = await deployment.prometheus('/api/v1/alertmanagers');
  if (activeAlertmanagers.length === 0)
    return todo(
      'Prometheus knows no Alertmanager: name yours in prometheus.yml, or prometheus.alertmanagers of the chart',
    );
  return ok(
    `${rules.length} alerts, none fires, ${activeAlertmanagers.length} Alertmanager; let one fire to be sure`,
  );
}

async function maintained(deployment, task) {
  const { within, script } = MAINTENANCE[task];
  const last = await deployment.metric(
    `somabrain_maintenance_last_success_timestamp_seconds{task="${task}"}`,
  );
  if (!last) return todo(`never: run scripts/${script}, and at its times (docs/backup-and-recovery.md)`);
  const age = Date.now() / 1000 - last;
  if (age > within) return todo(`the last success was ${spell(age)} ago: docs/runbooks/backup-old.md`);
  return ok(`the last success was ${spell(age)} ago`);
}

async function signed() {
  return byHand('scripts/verify-backup.sh says by which key, and no WARNING (docs/backup-and-recovery.md)');
}

async function logged({ traceId }) {
  return byHand(
    traceId ? `find the trace id ${traceId} in your log store` : 'find a request of yours in your log store',
  );
}

async function secretsKept() {
  return byHand('a copy of the secrets lies where your passwords are; no backup holds them');
}

function spell(seconds) {
  if (seconds < HOUR) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 2 * DAY ? `${Math.round(seconds / HOUR)} hours` : `${Math.round(seconds / DAY)} days`;
}
