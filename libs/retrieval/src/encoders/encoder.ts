/** Makes vectors of texts: the closer their meanings, the larger the cosine. */
export interface Encoder {
  readonly dimensions: number;
  /** The unit vector of a text; the zero vector if none of its words is known. */
  encode(text: string): Float64Array;
}
