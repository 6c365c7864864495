/** What a schema found wrong; zod's issues carry the names of unknown fields beside what the standard knows. */
export interface SchemaIssue {
  /** Where there are `keys`: a line for each of them. */
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly keys?: readonly string[];
}
