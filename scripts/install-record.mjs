/**
 * Whether node_modules holds what the lock file asks for, by the record npm keeps of its last complete installation.
 * Optional packages may be absent: most of them are binaries for other systems.
 * @param lock package-lock.json, parsed
 * @param record node_modules/.package-lock.json, parsed
 */
export function installIsCurrent(lock, record) {
  const { '': _project, ...wanted } = lock.packages;
  const installed = record.packages;
  return (
    Object.entries(wanted).every(([path, entry]) =>
      installed[path] ? isSame(entry, installed[path]) : entry.optional === true,
    ) && Object.keys(installed).every((path) => path in wanted)
  );
}

function isSame(a, b) {
  return a.version === b.version && a.integrity === b.integrity;
}
