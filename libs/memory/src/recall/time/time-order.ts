import type { Language } from './languages';
import { onceFor, wholeWords } from './expression';
import { isSpaced } from './languages';

/** What of several things is asked for: what comes last, or first. */
export type TimeOrder = 'newest' | 'oldest';

const UNIT =
  'week|weekend|month|year|night|summer|winter|spring|autumn|fall|time|names?|mon|tues|wednes|thurs|fri|satur|sun';

/** Patterns of words that ask for what comes last in time, and for what comes first. */
const CUES: Readonly<Partial<Record<Language, readonly [newest: string, oldest: string]>>> = {
  en: [
    `latest|newest|most recent(?:ly)?|current(?:ly)?|now|nowadays|these days|still|at the moment|right now|as of today|last time|(?:my|our|your|his|her|their|the) last(?! (?:\\d|few|couple|${UNIT}))|(?:did|have|has|had|was|were) (?:[\\p{L}']+ ){1,2}last(?! (?:${UNIT}))`,
    'first(?! (?:week|day|month|weekend|quarter|name|aid|class|floor|grade|language|place|half|thing|names|person|lady|degree))|originally|earliest|initially|at first|to begin with|in the beginning',
  ],
  de: [
    'aktuell\\p{L}*|derzeit|zurzeit|momentan|jetzt|neue?ste\\p{L}?|zuletzt|letzte[ns]? mal|immer noch|noch immer|gegenwärtig',
    'zuerst|ursprünglich|anfangs|früheste\\p{L}?|erste[ns]? mal|zum ersten mal|anfänglich',
  ],
  fr: [
    "actuel(?:le)?(?:ment)?|maintenant|dernière fois|plus récente?s?|en ce moment|toujours|aujourd['’]hui encore",
    "d['’]abord|première fois|au début|à l['’]origine|initialement|plus ancien(?:ne)?",
  ],
  es: [
    'actual(?:mente)?|ahora|todavía|aún|última vez|más recientes?|hoy en día',
    'primero|primera vez|al principio|originalmente|inicialmente|más antigu[oa]',
  ],
  it: [
    'attual(?:e|mente)|adesso|ora|ancora|ultima volta|più recente|al momento',
    "all['’]inizio|prima volta|inizialmente|originariamente|per prim[oa]",
  ],
  pt: [
    'atual(?:mente)?|agora|ainda|última vez|mais recentes?|hoje em dia',
    'primeiro|primeira vez|no início|originalmente|inicialmente|mais antig[oa]',
  ],
  nl: [
    'huidige?|nu|momenteel|nog steeds|meest recente?|laatste keer|nieuwste|op dit moment',
    'eerste keer|oorspronkelijk|aanvankelijk|in het begin|als eerste|vroegste',
  ],
  sv: [
    'nuvarande|nu|just nu|fortfarande|senaste|senast',
    'först|ursprungligen|första gången|från början|tidigaste',
  ],
  pl: [
    'obecn\\p{L}+|teraz|aktualn\\p{L}+|wciąż|nadal|ostatnio|najnowsz\\p{L}+',
    'najpierw|pierwotnie|początkowo|pierwszy raz|najwcześniejsz\\p{L}+',
  ],
  tr: ['şimdi|şu an(?:da|ki)?|en son|güncel|hâlâ|hala|son kez', 'ilk|başlangıçta|en eski|ilk kez|aslen'],
  ru: [
    'сейчас|текущ\\p{L}+|нынешн\\p{L}+|последний раз|самый последний|до сих пор|всё ещё|теперь|новейш\\p{L}+',
    'сначала|изначально|впервые|первоначально|первый раз|самый ранний',
  ],
  uk: [
    'зараз|поточн\\p{L}+|нинішн\\p{L}+|останній раз|досі|тепер|найновіш\\p{L}+',
    'спочатку|вперше|первісно|перший раз',
  ],
  ar: ['الآن|حالي\\p{L}*|الأحدث|آخر مرة|لا يزال', 'أولا|في البداية|أول مرة|أصلا'],
  ja: ['最新|現在|今の|今は|今も|最近|まだ|直近', '最初|初めて|元々|もともと|当初'],
  zh: ['最新|现在|目前|当前|最近一次|上一次|仍然|还在|現在|當前', '最初|最早|第一次|首先|原来|起初'],
  ko: ['지금|현재|최신|최근|아직|마지막으로', '처음|원래|최초|가장 먼저|초기'],
  hi: ['अभी|वर्तमान|नवीनतम|आखिरी बार|अब', 'पहली बार|शुरू में|मूल रूप से|सबसे पहले'],
};

const patterns = onceFor((language) =>
  CUES[language]?.map((pattern) => wholeWords(pattern, isSpaced(language))),
);

/** Whether a question asks for what comes last or first in time; null for neither, or both. */
export function timeOrderOf(question: string, language: Language): TimeOrder | null {
  const [newest, oldest] = (patterns(language) ?? []).map((pattern) => question.search(pattern) >= 0);
  if (newest === oldest) return null;
  return newest ? 'newest' : 'oldest';
}
