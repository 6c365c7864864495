/** A running SomaBrain and what stands around it, as verify_deployment.sh looks at them. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const PATIENCE_MS = 15_000;
/** Whose memory is stored and deleted again. */
const TENANT = 'deployment-check';

export const ok = (text) => ({ verdict: 'OK', text });
export const todo = (text) => ({ verdict: 'TODO', text });
/** What could not be looked at from here, and why. */
export const notChecked = (text) => ({ verdict: 'NOT CHECKED', text });
export const byHand = (text) => ({ verdict: 'BY HAND', text });

export class Deployment {
  /**
   * @param url of the API, as callers reach it
   * @param namespace of a cluster; empty where there is none
   * @param secrets the variables that are set, among them the token of an administrator
   */
  constructor(url, prometheusUrl, namespace, secrets) {
    this.url = url.replace(/\/$/, '');
    this.prometheusUrl = prometheusUrl.replace(/\/$/, '');
    this.namespace = namespace;
    this.secrets = secrets;
  }

  /** Asks the API as the administrator. @throws Error where nothing answers */
  ask(method, path, body) {
    const { SOMABRAIN_API_TOKEN: token } = this.secrets;
    return this.askWith(token ? { Authorization: `Bearer ${token}` } : {}, method, path, body);
  }

  /** Asks the API without showing who asks. */
  askAsNobody(method, path, body) {
    return this.askWith({}, method, path, body);
  }

  async askWith(identity, method, path, body) {
    const headers = { ...identity, 'Content-Type': 'application/json', 'X-Tenant-ID': TENANT };
    const response = await answerOf(this.url + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    return {
      status: response.status,
      text,
      traceId: response.headers.get('x-request-id'),
      json: () => JSON.parse(text),
    };
  }

  /** What the API says of itself. @throws Error where nothing answers */
  async health() {
    this.known ??= (await this.askAsNobody('GET', '/health')).json();
    return this.known;
  }

  /** The value of one series of /metrics; undefined where there is none. */
  async metric(series) {
    const { status, text } = await this.ask('GET', '/metrics');
    if (status !== 200) throw new Error(`/metrics answered ${status}`);
    const line = text.split('\n').find((each) => each.startsWith(`${series} `));
    return line && Number(line.slice(series.length + 1));
  }

  /** Asks Prometheus. @throws Error where none answers */
  async prometheus(path) {
    const response = await answerOf(this.prometheusUrl + path);
    return (await response.json()).data;
  }

  /** What kubectl knows of the namespace. @throws Error with what it said */
  async kubectl(...args) {
    const { stdout } = await promisify(execFile)('kubectl', ['-n', this.namespace, ...args, '-o', 'json']);
    return JSON.parse(stdout);
  }
}

async function answerOf(url, init = {}) {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw new Error(`${url} does not answer (${error.cause?.code ?? error.cause?.message ?? error.message})`);
  }
}
