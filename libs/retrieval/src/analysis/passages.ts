import { countWords, wordStarts } from './words';

/** A passage is searched as a whole: its words count together and its meaning is one vector. */
const PASSAGE_WORDS = 80;
/** A text of at most this many words is one passage. */
const UNCUT_WORDS = 1.5 * PASSAGE_WORDS;

const SENTENCE_END = /(?<=[.!?])\s+|(?<=[。！？])|\n+/u;

/** So short a text cannot have more words: each takes a character and a space. */
const UNCUT_CHARACTERS = 2 * UNCUT_WORDS;

/** Cuts a text into runs of whole sentences of at most 80 words; only a longer sentence is cut inside. */
export function cutIntoPassages(text: string): string[] {
  if (text.length <= UNCUT_CHARACTERS || countWords(text) <= UNCUT_WORDS) return [text];
  const passages: string[] = [];
  let run: string[] = [];
  let runWords = 0;
  const finishRun = () => {
    if (runWords > 0) passages.push(run.join(' '));
    run = [];
    runWords = 0;
  };
  for (const sentence of text.split(SENTENCE_END).flatMap(cutLongSentence)) {
    const sentenceWords = countWords(sentence);
    if (runWords + sentenceWords > PASSAGE_WORDS) finishRun();
    run.push(sentence);
    runWords += sentenceWords;
  }
  finishRun();
  return passages;
}

function cutLongSentence(sentence: string): string[] {
  const starts = wordStarts(sentence);
  if (starts.length <= PASSAGE_WORDS) return [sentence];
  const pieces: string[] = [];
  for (let word = 0; word < starts.length; word += PASSAGE_WORDS) {
    pieces.push(sentence.slice(word === 0 ? 0 : starts[word], starts[word + PASSAGE_WORDS]));
  }
  return pieces;
}
