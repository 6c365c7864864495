/** What every script makes sure of before it works: Node, the installed packages, a build of these sources. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installIsCurrent } from './install-record.mjs';
import { oneAtATime } from './lib/one-at-a-time.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

const OUTPUT = join(root, 'dist');
const STAMP = join(OUTPUT, '.source-hash');
/** Held by the process that installs or builds. */
const LOCK = join(root, '.setup.lock');
const SOURCE_FOLDERS = ['apps', 'libs', 'migrations'];
const SETTINGS = /^(tsconfig.*|nest-cli|package-lock)\.json$/;

/** A container image holds packages and a build, and no sources that they could differ from. */
const IS_BUILT = existsSync(OUTPUT) && !existsSync(join(root, 'apps'));

/** The directory of an application's compiled sources. */
export function builtApp(name) {
  return join(OUTPUT, 'apps', name, 'src');
}

/** The directory of a library's compiled sources. */
export function builtLibrary(name) {
  return join(OUTPUT, 'libs', name, 'src');
}

/** Something that keeps a script from going on; the message tells the reader what to do. */
export class SetupError extends Error {}

/** Does the work; a SetupError ends the process with its message instead of a stack. */
export async function exitOnSetupError(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** @throws SetupError on a Node that is too old */
export function ensureNode() {
  // NestJS 12 is published as ES modules only; this build of it is loaded with require().
  if (process.features.require_module) return;
  throw new SetupError(
    `SomaBrain needs Node 20.19 or newer (of Node 22: 22.12 or newer); this is ${process.version}.\n` +
      'Install a current release from https://nodejs.org and try again.',
  );
}

/**
 * Installs what package-lock.json asks for, unless it is installed already; then nothing is asked of the network. Services that are
 * started together install once.
 * @throws SetupError if the installation fails
 */
export function ensureDependencies() {
  if (IS_BUILT || isInstalled()) return;
  oneAtATime(LOCK, () => {
    if (!isInstalled()) install();
  });
}

function isInstalled() {
  const record = join(root, 'node_modules/.package-lock.json');
  return existsSync(record) && installIsCurrent(readJson(join(root, 'package-lock.json')), readJson(record));
}

function install() {
  console.error('Installing packages: node_modules does not hold what package-lock.json asks for.');
  // The service is built here, so the build tools are needed even where NODE_ENV=production.
  const options = ['--include=dev', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const { status, error } = spawnSync('npm', ['ci', ...options], {
    cwd: root,
    // Its messages are none of the program's results.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error)
    throw new SetupError(`npm could not be started (${error.code}). It comes with Node: is it on the PATH?`);
  if (status !== 0) throw new SetupError('The packages could not be installed: npm tells the reason above.');
}

/**
 * Builds every application, unless dist/ holds a build of the very same sources. Services that are started together build once.
 * @throws SetupError with the compiler's output if the build fails
 */
export function ensureBuild() {
  if (IS_BUILT) return;
  const hash = sourceHash();
  if (isBuildOf(hash)) return;
  oneAtATime(LOCK, () => {
    if (!isBuildOf(hash)) build(hash);
  });
}

function isBuildOf(hash) {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash;
}

function build(hash) {
  console.error('Building the service: there is no build of the present sources in dist/.');
  rmSync(OUTPUT, { recursive: true, force: true });
  const { status, stdout, stderr } = runTool('@nestjs/cli/bin/nest.js', ['build', 'api'], 'pipe');
  if (status !== 0)
    throw new SetupError(`${stdout}${stderr}\nThe service could not be built: see the errors above.`);
  // Written last and by rename: whenever the stamp is there, the build beside it is complete.
  writeFileSync(`${STAMP}.new`, hash);
  renameSync(`${STAMP}.new`, STAMP);
}

/**
 * Runs a program of an installed package with this Node and waits for its end.
 * @param program its file, as a path below node_modules
 * @param output 'inherit' to show what it writes, 'pipe' to get it
 */
export function runTool(program, args, output = 'inherit') {
  return spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: ['ignore', output, output],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Starts a program of an installed package with this Node; it writes where this process writes. @param program as of `runTool` */
export function spawnTool(program, args) {
  return spawn(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** SHA-256 over the paths and contents of everything the build is made from; tests are not. */
function sourceHash() {
  const settings = readdirSync(root).filter((name) => SETTINGS.test(name));
  const sources = SOURCE_FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
  const hash = createHash('sha256');
  for (const path of [...settings, ...sources].sort()) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
