export { activation, type ActivationEdge, linkStrength } from './activation';
export type { AnalysedPassage, AnalysedText, FormCount } from './analysed-text';
export { serialiseAnalysed } from './analysed-text-codec';
export { analyseText } from './analyse-text';
export { Analyser } from './analyser';
export type { IndexEntry, MetadataValue } from './index-entry';
export { NamespaceIndex } from './namespace-index';
export { RANKING_CONSTANTS } from './ranking-constants';
export type { HintName, RankingConstants } from './ranking-constants';
export type { RankingAssets, RankingFiles } from './ranking-assets';
export { loadRankingAssets } from './ranking-assets';
export type {
  Explanation,
  MemoryInMind,
  RankQuery,
  RankResult,
  RankedMemory,
  RecallFilter,
} from './rank-query';
export type { RatedQuestion, Rating } from './feedback-store';
export { ratedQuestion } from './rated-question';
export {
  adaptConstants,
  NEUTRAL_PROFILE,
  PROFILE_BOUNDS,
  type RankingProfile,
  readProfile,
} from './ranking-profile';
export { StaticEncoder } from './static-encoder';
export { Thesaurus } from './thesaurus';
