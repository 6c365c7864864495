export type { AskedTime, TimeConstants, TimeRange } from './ranking/asked-time';
export { activation, type ActivationEdge, linkStrength } from './ranking/activation';
export type { AnalysedPassage, AnalysedText, FormCount } from './analysis/analysed-text';
export { serialiseAnalysed } from './analysis/analysed-text-codec';
export { analyseText } from './analysis/analyse-text';
export { renewAnalysed, type StoredForm } from './analysis/renew-analysed';
export { Analyser } from './analysis/analyser';
export type { IndexEntry, MetadataValue } from './index/index-entry';
export { NamespaceIndex } from './index/namespace-index';
export { STORED_INDEX_LAYOUT } from './index/stored-index';
export { RANKING_CONSTANTS } from './ranking/ranking-constants';
export type { HintName, RankingConstants } from './ranking/ranking-constants';
export type { RankingAssets, RankingFiles } from './ranking/ranking-assets';
export { loadRankingAssets } from './ranking/ranking-assets';
export type {
  Explanation,
  WorkingMemoryMatch,
  RankQuery,
  RankResult,
  RankedMemory,
  RecallFilter,
} from './ranking/rank-query';
export type { RatedQuestion, Rating } from './ranking/feedback-store';
export { ratedQuestion } from './ranking/rated-question';
export {
  adaptConstants,
  NEUTRAL_PROFILE,
  PROFILE_BOUNDS,
  type RankingProfile,
  readProfile,
} from './ranking/ranking-profile';
export { StaticEncoder } from './encoders/static-encoder';
export {
  type EncodeOptions,
  type Encoding,
  PassageEncoder,
  spaceName,
  type TokenVectors,
  type VectorSpace,
} from './encoders/passage-encoder';
export { EncoderFailure, type EncoderFailureReason } from './encoders/encoder-failure';
export { WordPieceTokenizer } from './encoders/wordpiece';
export { StaticPassageEncoder } from './encoders/static-passage-encoder';
export { buildWordTable, wordsOf } from './encoders/word-table';
export { Thesaurus } from './analysis/thesaurus';
export { choosePassages, excerptOf, type Passage, passageSteps } from './excerpts/choose-excerpt';
export { QuestionTerms } from './excerpts/question-terms';
export type { Evidence } from './relevance/evidence';
export { featuresOf } from './relevance/relevance';
export { charactersOf, tokensOf } from './tokens/count-tokens';
export { beginningOf } from './excerpts/beginning';
export {
  type CompressedTokens,
  compressTokens,
  type QuestionTokens,
  questionTokens,
} from './late-interaction/compressed-tokens';
export { type DroppedPieces, droppedPieces } from './late-interaction/dropped-pieces';
export { lateInteractionScore, maxSimilarities, pieceWeight } from './late-interaction/max-similarity';
export { TokenProjection } from './late-interaction/token-projection';
export { readTokens, serialiseTokens } from './late-interaction/tokens-codec';
