import { surroundingsChecks } from './surroundings-checks.mjs';

const check = (name) => surroundingsChecks.find(([each]) => each === name)[1];
const now = () => Date.now() / 1000;

/** A Prometheus with one target and one alert. */
function prometheus({ health = 'up', state = 'inactive', alertmanagers = [{}], job = 'somabrain' } = {}) {
  const answers = {
    '/api/v1/targets?state=active': {
      activeTargets: [{ health, labels: { job, instance: 'somabrain:9696' } }],
    },
    '/api/v1/rules?type=alert': { groups: [{ rules: [{ name: 'SomaBrainDown', state }] }] },
    '/api/v1/alertmanagers': { activeAlertmanagers: alertmanagers },
  };
  return { prometheus: (path) => Promise.resolve(answers[path]) };
}

describe('the checklist tells of what stands around', () => {
  it.each([
    ['https://api.example.com', 'OK'],
    ['http://localhost:9999', 'BY HAND'],
    ['http://api.example.com', 'TODO'],
  ])('TLS at %s: %s', async (url, verdict) => {
    expect(await check('TLS for what is outside')({ url })).toMatchObject({ verdict });
  });

  it.each([
    ['metrics are read', {}, 'OK', '1 targets are up: somabrain'],
    ['metrics are read', { health: 'down' }, 'TODO', 'down: somabrain somabrain:9696'],
    ['metrics are read', { job: 'node' }, 'TODO', 'no job somabrain'],
    ['alerts reach somebody', {}, 'OK', '1 alerts, none fires'],
    ['alerts reach somebody', { state: 'firing' }, 'TODO', 'firing now: SomaBrainDown'],
    ['alerts reach somebody', { alertmanagers: [] }, 'TODO', 'knows no Alertmanager'],
  ])('%s where %j: %s', async (name, how, verdict, text) => {
    const found = await check(name)(prometheus(how));
    expect(found).toEqual({ verdict, text: expect.stringContaining(text) });
  });

  it.each([
    ['backups are made', undefined, 'TODO', 'never: run scripts/backup-somabrain.sh'],
    ['backups are made', 3 * 3600, 'OK', '3 hours ago'],
    ['backups are made', 30 * 3600, 'TODO', '30 hours ago: docs/runbooks/backup-old.md'],
    ['backups can be restored', 6 * 86_400, 'OK', '6 days ago'],
    ['recovery was drilled', 40 * 86_400, 'TODO', '40 days ago'],
  ])('%s, %s seconds ago: %s', async (name, age, verdict, text) => {
    const found = await check(name)({ metric: () => Promise.resolve(age && now() - age) });
    expect(found).toEqual({ verdict, text: expect.stringContaining(text) });
  });
});
