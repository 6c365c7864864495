/** What a schema found wrong; zod's issues carry the names of unknown fields beside what the standard knows. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  readonly keys?: readonly string[];
}
