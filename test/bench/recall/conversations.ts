import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { JudgedQuery } from './ranking-metrics';

/** One turn of a conversation. */
export interface Turn {
  readonly conversation_id: string;
  readonly doc_id: string;
  readonly session_id: string | null;
  readonly timestamp: string | null;
  readonly speaker: string | null;
  readonly text: string;
}

export interface Question extends JudgedQuery {
  readonly conversation_id: string;
  readonly query: string;
}

/** How much of a turn comes in fields of its own. */
export type TurnForm = 'fields' | 'name in the text' | 'text alone';

/** A turn as an integration sends it that knows no sessions, speakers and times. */
export function inForm(turn: Turn, form: TurnForm): Turn {
  if (form === 'fields') return turn;
  const text = form === 'text alone' ? turn.text : `${turn.speaker}: ${turn.text}`;
  return { ...turn, session_id: null, timestamp: null, speaker: null, text };
}

/** Reads `NAME.corpus.jsonl.gz` and `NAME.queries.jsonl.gz`. @throws when a file is missing */
export function readDataSet(directory: string, name: string): { turns: Turn[]; questions: Question[] } {
  return {
    turns: readLines<Turn>(join(directory, `${name}.corpus.jsonl.gz`)),
    questions: readLines<Question>(join(directory, `${name}.queries.jsonl.gz`)),
  };
}

function readLines<T>(file: string): T[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}
