import type { Language } from './languages';

/** Patterns of words: CLDR has none for seasons, weekends and what stands before them. */
type Words = Readonly<Partial<Record<Language, string>>>;

/** "Last", before or behind its noun. */
export const LAST: Words = {
  en: 'last|previous|past',
  de: 'letzte[mnrs]?|vorige[mnrs]?|vergangene[mnrs]?',
  fr: "derni[eè]re?|dernier|passée?|de l['’]an dernier",
  es: 'pasad[oa]|últim[oa]',
  it: 'scors[oa]|passat[oa]|ultim[oa]',
  pt: 'passad[oa]|últim[oa]',
  nl: 'vorige?|afgelopen|laatste',
  sv: 'förra|senaste',
  pl: 'zeszł\\p{L}+|ubiegł\\p{L}+|ostatni\\p{L}*',
  tr: 'geçen',
  ru: 'прошл\\p{L}+',
  uk: 'минул\\p{L}+',
  ja: '去年の|昨年の|先|前の',
  zh: '去年的?|上个?',
  ko: '지난|작년|저번',
};

/** "This", before its noun. */
export const THIS: Words = {
  en: 'this|the current',
  de: 'diese[mnrs]?',
  fr: 'ce|cet|cette',
  es: 'este|esta',
  it: "questo|questa|quest['’]",
  pt: 'este|esta|neste|nesta',
  nl: 'deze|dit',
  sv: 'denna|den här|i',
  pl: 't\\p{L}{1,2}',
  tr: 'bu',
  ru: 'эт\\p{L}+',
  uk: 'ц\\p{L}+',
  ja: 'この|今年の|今',
  zh: '今年的?|这个?|本',
  ko: '이번|올해|올',
};

/** Spring, summer, autumn and winter. */
export const SEASONS: Readonly<Partial<Record<Language, readonly [string, string, string, string]>>> = {
  en: ['spring', 'summer', 'autumn|fall', 'winter'],
  de: ['frühling|frühjahr', 'sommer', 'herbst', 'winter'],
  fr: ['printemps', 'été(?! [a-zà-ÿ]+é)', 'automne', 'hiver'],
  es: ['primavera', 'verano', 'otoño', 'invierno'],
  it: ['primavera', 'estate', 'autunno', 'inverno'],
  pt: ['primavera', 'verão', 'outono', 'inverno'],
  nl: ['lente|voorjaar', 'zomer', 'herfst|najaar', 'winter'],
  sv: ['våren|vår', 'sommaren|sommar|somras', 'hösten|höst', 'vintern|vinter'],
  pl: ['wiosn\\p{L}+', 'lat(?:o|a|em)|lecie', 'jesie\\p{L}+', 'zim(?:a|y|ie|ą)'],
  tr: ['ilkbahar(?:da)?|bahar(?:da)?', 'yaz(?:ın)?', 'sonbahar(?:da)?', 'kış(?:ın)?'],
  ru: ['весн(?:а|ой|у|е|ы)', 'лет(?:ом|о|а)', 'осен(?:ь|ью|и)', 'зим(?:а|ой|у|е|ы)'],
  uk: ['весн(?:а|ою|у|і|и)', 'літ(?:ом|о|а|ку)', 'ос(?:інь|ені|ени)|восени', 'зим(?:а|ою|у|і|и)|взимку'],
  ja: ['春', '夏', '秋', '冬'],
  zh: ['春天|春季', '夏天|夏季', '秋天|秋季', '冬天|冬季'],
  ko: ['봄', '여름', '가을', '겨울'],
};

/** The weekend, and what makes of it a certain one. */
export const WEEKENDS: Readonly<Partial<Record<Language, { readonly name: string; readonly at: string }>>> = {
  en: { name: 'week-?end', at: '(?:on|over|at|during) the' },
  de: { name: 'wochenende', at: 'am|übers' },
  fr: { name: 'week-?end', at: 'le|ce' },
  es: { name: 'fin de semana', at: 'el|este' },
  it: { name: 'fine settimana|week-?end', at: 'nel|il' },
  pt: { name: 'fim de semana|final de semana', at: 'no' },
  nl: { name: 'weekend', at: 'in het' },
  sv: { name: 'helgen', at: 'i|under' },
  ru: { name: 'выходн\\p{L}+', at: 'на|в' },
  ja: { name: '週末', at: '' },
  zh: { name: '周末|週末', at: '' },
  ko: { name: '주말', at: '' },
};
