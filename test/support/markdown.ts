/** Code of a document: every block, and every span in the text. */
export function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```\w*\n([^]*?)^ *```/gm)].map(([, code = '']) => code);
  const spans = [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...blocks, ...spans];
}

/** The code of each block below a heading, up to the next one. @throws where there is none */
export function blocksBelow(text: string, heading: string): string[] {
  const sections = text.split(/^(?=#+ [^\n]+\n\n)/m);
  const section = sections.find((each) => /^#+ (.*)$/m.exec(each)?.[1] === heading) ?? '';
  const blocks = [...section.matchAll(/^ *```\w*\n([^]*?)^ *```/gm)].map(([, code = '']) => code);
  if (blocks.length === 0) throw new Error(`There is no block below "${heading}"`);
  return blocks;
}

/** Where a document links to, but for other sites. */
export function linksOf(text: string): string[] {
  const links = [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^\w+:/.test(link));
}

/** The anchors of its headings, as GitHub makes them. */
export function headingsOf(text: string): string[] {
  return [...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/^ *```\w*\n[^]*?^ *```/gm, '');
}
