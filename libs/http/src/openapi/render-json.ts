/** Characters of a line. */
const WIDTH = 180;

/** JSON for people: what fits on a line stands on one, the rest has a line for each member, indented by two spaces. */
export function renderJson(value: unknown): string {
  return `${rendered(value, '', 0)}\n`;
}

/** @param before characters that stand on the line already, and after it */
function rendered(value: unknown, indent: string, before: number): string {
  const line = onOneLine(value);
  if (indent.length + before + line.length <= WIDTH || typeof value !== 'object' || value === null)
    return line;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => deeper + rendered(item, deeper, 1));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const members = membersOf(value).map(([name, member]) => {
    const start = `${JSON.stringify(name)}: `;
    return deeper + start + rendered(member, deeper, start.length + 1);
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = membersOf(value).map(([name, member]) => `${JSON.stringify(name)}: ${onOneLine(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function membersOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
