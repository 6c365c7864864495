import { readFileSync } from 'node:fs';
import { analyseText } from './analyse-text';
import { hitIds, indexing } from '../fixtures/entries';
import { countWords, words } from './words';
import { cutIntoPassages } from './passages';

const { assets, entry, indexOf } = indexing(readFileSync);
const { analyser } = assets;
const languageOf = (text: string): string => analyseText(assets, text).language;

describe('The language of a text', () => {
  it.each([
    ['en', 'My sister has moved to the coast'],
    ['en', 'Bella ciao'],
    ['en', 'Marco from São Paulo is a friend of mine'],
    ['en', 'I was in the war and saw him die'],
    ['de', 'Der Schlüssel für den Keller hängt neben der Tür'],
    ['de', 'Die Rechnung wurde nicht bezahlt'],
    ['fr', 'La réunion avec le fournisseur est reportée à vendredi'],
    ['es', 'La contraseña del router está en la parte de atrás'],
    ['it', 'Mia sorella abita vicino alla stazione'],
    ['pt', 'A minha irmã mora perto da estação'],
    ['nl', 'De sleutel van de kelder hangt naast de deur'],
    ['sv', 'Jag har glömt nyckeln till källaren'],
    ['pl', 'Klucz do piwnicy wisi obok drzwi, bo kot już śpi'],
    ['tr', 'Anahtar kapının yanında ve kedi çok uykulu'],
    ['id', 'Kunci gudang ada di samping pintu'],
    ['vi', 'Chìa khóa của tầng hầm ở cạnh cửa'],
    ['ru', 'Ключ от подвала висит у двери'],
    ['uk', 'Ключ від підвалу висить біля дверей'],
    ['ar', 'مفتاح القبو معلق بجانب الباب'],
    ['fa', 'کلید زیرزمین کنار در آویزان است'],
    ['he', 'המפתח של המרתף תלוי ליד הדלת'],
    ['hi', 'तहखाने की चाबी दरवाज़े के पास है'],
    ['zh', '地下室的钥匙挂在门边，cat 在睡觉'],
    ['ja', '地下室の鍵はドアの横にあります'],
    ['ko', '지하실 열쇠는 문 옆에 걸려 있습니다'],
    ['th', 'กุญแจห้องใต้ดินแขวนอยู่ข้างประตู'],
    ['und', '3.14 !?'],
  ])('is %s: %s', (code, text) => expect(languageOf(text)).toBe(code));
});

describe('A word', () => {
  it.each([
    ['English, ss and ß, capitals', 'Straße', 'STRASSE'],
    ['German forms', 'Die Häuser sind nicht neu', 'Das Haus ist nicht neu'],
    ['French forms', 'Les chevaux sont dans le pré', 'Le cheval est dans le pré'],
    ['French elision', "C'est dans l'armoire de ma mère", 'Une armoire est dans ma chambre'],
    ['Spanish forms', 'Las canciones de los niños', 'La canción de los niños'],
    ['Turkish capitals and suffixes', 'ISPARTA’da çok güller var', 'ısparta ve gül'],
    ['Russian forms', 'Книги были на столе', 'Он читал книгу и на книге спал'],
    ['Arabic marks', 'مُحَمَّد في المدرسة', 'محمد في مدرسة'],
    ['Arabic letters', 'أحمد على السطح', 'احمد على السطح'],
    ['Hebrew points', 'שָׁלוֹם', 'שלום'],
    ['full width', 'ＲＯＵＴＥＲ ７', 'router 7'],
    ['other digits', 'غرفة ٢٣', 'غرفة 23'],
    ['decomposed letters', 'cafe\u0301', 'café'],
    ['without its accents', 'café', 'cafe'],
  ])('is the same: %s', (_, one, other) => {
    const terms = new Set(analyser.terms(other));
    expect(analyser.terms(one).filter((term) => terms.has(term))).not.toEqual([]);
  });

  it('of Hindi keeps its vowel signs', () => expect(words('किताब मेज़ पर')).toEqual(['किताब', 'मेज़', 'पर']));

  it('of German is not stemmed as English', () =>
    expect(analyser.terms('Die Rosinen und das Essen')).toEqual(['rosin', 'ess']));
});

describe('Scripts without spaces', () => {
  it.each([
    ['路由器密码', ['路由', '由器', '器密', '密码']],
    ['猫', ['猫']],
    ['Wi-Fi的密码是42号', ['wi', 'fi', '的密', '密码', '码是', '42', '号']],
    ['鍵はドア', ['鍵は', 'はド', 'ドア']],
    ['열쇠는 문', ['열쇠', '쇠는', '문']],
    ['ประตู', ['ปร', 'ระ', 'ะต', 'ตู']],
  ])('give pairs of characters: %s', (text, expected) => expect(words(text)).toEqual(expected));

  it('are cut into passages, and lose no character', () => {
    const text = '我们家的猫睡在书架上'.repeat(60);
    const passages = cutIntoPassages(text);
    expect(passages.join('')).toBe(text);
    expect(passages.map(countWords)).toEqual([80, 80, 80, 60]);
  });
});

describe('A question to a namespace of several languages', () => {
  const memories = [
    entry('m1', 'Die Häuser am Fluss wurden nicht verkauft'),
    entry('m2', 'The houses by the lake were sold'),
    entry('m3', '湖边的房子已经卖掉了'),
    entry('m4', 'Дома у реки не были проданы'),
    entry('m5', 'Nehir kenarındaki evler ve bahçeler satılmadı'),
  ];
  const index = indexOf(memories);

  it.each([
    ['Haus Fluss', 'm1'],
    ['Welches Haus am Fluss?', 'm1'],
    ['house lake', 'm2'],
    ['湖边房子', 'm3'],
    ['дом река', 'm4'],
    ['bahçe', 'm5'],
    ['BAHCE', 'm5'],
  ])('finds by the language of each memory: %s', (text, id) => expect(hitIds(index, text)[0]).toBe(id));

  it('is told the language of each memory, when asked to explain', () => {
    const { hits } = index.rank({ text: '湖边房子 house Haus', limit: 10, explain: true });
    const languages = hits.map(({ id, language }) => `${id} ${language}`);
    expect(languages).toEqual(expect.arrayContaining(['m1 de', 'm2 en', 'm3 zh']));
  });
});
