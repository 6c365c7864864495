import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
}

interface Message {
  readonly name: string;
  readonly payload: Schema;
  readonly examples?: readonly { payload: object }[];
}

interface AsyncApi {
  readonly channels: Record<string, { address: string; messages: Record<string, { $ref: string }> }>;
  readonly components: { messages: Record<string, Message>; schemas: Record<string, Schema> };
}

/** What asyncapi.json says is published, for tests that hold it against what is. */
export class PublishedDocument {
  private readonly document: AsyncApi;
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor() {
    const file = join(__dirname, '..', '..', 'docs', 'openapi', 'asyncapi.json');
    this.document = JSON.parse(readFileSync(file, 'utf8')) as AsyncApi;
    addFormats(this.ajv);
  }

  /** The types of event that a topic carries. */
  typesOf(topic: string): string[] {
    return this.messagesOf(topic).map(({ name }) => name);
  }

  get examples(): { topic: string; event: object }[] {
    return Object.values(this.document.channels).flatMap(({ address }) =>
      this.messagesOf(address).flatMap(({ examples = [] }) =>
        examples.map(({ payload }) => ({ topic: address, event: payload })),
      ),
    );
  }

  /** What of an event is not as the document says, and what the document does not tell of. */
  flawsOf(topic: string, event: object): string[] {
    const { type } = event as { type?: unknown };
    const message = this.messagesOf(topic).find(({ name }) => name === type);
    if (!message) return [`${topic} carries no ${String(type)}`];
    const validate = this.validatorOf(message);
    const flaws = validate(event)
      ? []
      : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
    return [...flaws, ...this.untold(event, [message.payload], '')];
  }

  private messagesOf(topic: string): Message[] {
    const channel = Object.values(this.document.channels).find(({ address }) => address === topic);
    return Object.keys(channel?.messages ?? {}).flatMap(
      (name) => this.document.components.messages[name] ?? [],
    );
  }

  private validatorOf({ name, payload }: Message): ValidateFunction {
    let validator = this.validators.get(name);
    if (!validator) {
      const components = { schemas: this.document.components.schemas };
      this.validators.set(name, (validator = this.ajv.compile({ ...payload, components })));
    }
    return validator;
  }

  /** Paths of members that no schema which applies to them mentions. */
  private untold(value: unknown, schemas: readonly Schema[], path: string): string[] {
    if (Array.isArray(value) || typeof value !== 'object' || value === null) return [];
    const applied = schemas.flatMap((schema) => this.partsOf(schema));
    return Object.entries(value).flatMap(([name, member]) => {
      const told = applied.flatMap(({ properties }) => properties?.[name] ?? []);
      const isMap = applied.every(({ properties }) => properties === undefined);
      if (told.length === 0) return isMap ? [] : [`${path}/${name} is not documented`];
      return this.untold(member, told, `${path}/${name}`);
    });
  }

  private partsOf(schema: Schema): Schema[] {
    const { $ref, allOf = [], anyOf = [] } = schema;
    const named = this.document.components.schemas[$ref?.replace('#/components/schemas/', '') ?? ''];
    return [schema, ...allOf, ...anyOf, ...(named ? [named] : [])].flatMap((part) =>
      part === schema ? [part] : this.partsOf(part),
    );
  }
}
