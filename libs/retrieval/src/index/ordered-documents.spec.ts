import fc from 'fast-check';
import { OrderedDocuments } from './ordered-documents';

const ascending = (one: number, other: number) => one - other;

/** Asks for the neighbours of each document while it is taken out and put back. */
function inOrder(ordered: OrderedDocuments, documents: readonly number[]): void {
  for (const [place, document] of documents.entries()) {
    ordered.remove(document);
    expect(ordered.insert(document)).toEqual({
      before: documents[place - 1] ?? -1,
      after: documents[place + 1] ?? -1,
    });
  }
}

describe('documents in order', () => {
  it('know those before and after, however they came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(5_000), { maxLength: 60 }), fc.nat(59), (documents, gone) => {
        const ordered = new OrderedDocuments(ascending);
        for (const document of documents) ordered.insert(document);
        const removed = documents.slice(0, gone);
        for (const document of removed) ordered.remove(document);
        const left = documents.slice(gone).sort(ascending);
        expect(ordered.isEmpty).toBe(left.length === 0);
        inOrder(ordered, left);
      }),
    );
  });

  it.each([
    ['ascending', (place: number) => place],
    ['descending', (place: number) => 1_999 - place],
    ['mixed', (place: number) => (place * 1_237) % 2_000],
  ])('do so beyond one run, having come %s', (_, documentAt) => {
    const ordered = new OrderedDocuments(ascending);
    const documents = Array.from({ length: 2_000 }, (_none, place) => place);
    for (const place of documents) ordered.insert(documentAt(place));
    inOrder(ordered, documents);
    for (const document of documents) ordered.remove(document);
    expect(ordered.isEmpty).toBe(true);
  });
});
