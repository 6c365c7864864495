import { parseAllDocuments } from 'yaml';

export type Labels = Readonly<Record<string, string>>;

export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}

export interface HttpProbe {
  readonly httpGet?: { readonly path: string; readonly port: string | number };
  readonly tcpSocket?: { readonly port: string | number };
}

interface KeyReference {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: {
      readonly secretKeyRef?: KeyReference;
      readonly configMapKeyRef?: KeyReference;
    };
  }[];
  readonly envFrom?: readonly {
    readonly configMapRef?: { readonly name: string };
    readonly secretRef?: { readonly name: string };
  }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe?: HttpProbe;
  readonly readinessProbe?: HttpProbe;
  readonly livenessProbe?: HttpProbe;
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly serviceAccountName?: string;
  readonly volumes?: readonly {
    readonly name: string;
    readonly configMap?: { readonly name: string; readonly defaultMode?: number };
    readonly secret?: { readonly secretName: string; readonly defaultMode?: number };
    readonly persistentVolumeClaim?: { readonly claimName: string };
  }[];
}

export interface PodTemplate {
  readonly metadata?: { readonly labels?: Labels };
  readonly spec: PodSpec;
}

export interface PolicyPeer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string };
}

export interface PolicyRule {
  readonly from?: readonly PolicyPeer[];
  readonly to?: readonly PolicyPeer[];
  readonly ports?: readonly { readonly port: string | number; readonly protocol?: string }[];
}

interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: string | number;
}

/** What of a manifest the tests read. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
    readonly annotations?: Labels;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly replicas?: number;
    /** Of a Service: plain labels. */
    readonly selector?: Selector & Labels;
    readonly template?: PodTemplate;
    readonly jobTemplate?: { readonly spec: { readonly template: PodTemplate } };
    readonly containers?: readonly Container[];
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
    readonly ports?: readonly ServicePort[];
    readonly schedule?: string;
    readonly podSelector?: Selector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly PolicyRule[];
    readonly egress?: readonly PolicyRule[];
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
    readonly rules?: readonly {
      readonly http: {
        readonly paths: readonly {
          readonly backend: {
            readonly service: { readonly name: string; readonly port: { readonly name: string } };
          };
        }[];
      };
    }[];
  };
}

/** The pods that a manifest makes, with the labels they get. */
export interface Pods {
  readonly owner: Manifest;
  readonly labels: Labels;
  readonly spec: PodSpec;
}

/** @throws the first error of the YAML */
export function parseManifests(text: string): Manifest[] {
  // Kubernetes reads YAML 1.1, where 0555 is octal.
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    if (document.errors[0]) throw document.errors[0];
    const manifest = document.toJS() as Manifest | null;
    return manifest ? [manifest] : [];
  });
}

export function podsOf(manifests: readonly Manifest[]): Pods[] {
  return manifests.flatMap((owner) => {
    const { spec, kind, metadata } = owner;
    const template = spec?.template ?? spec?.jobTemplate?.spec.template;
    if (template) return [{ owner, labels: template.metadata?.labels ?? {}, spec: template.spec }];
    if (kind === 'Pod' && spec?.containers)
      return [{ owner, labels: metadata.labels ?? {}, spec: spec as PodSpec }];
    return [];
  });
}

export function containersOf({ spec }: Pick<Pods, 'spec'>): readonly Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

export function matches(selector: Selector, labels: Labels): boolean {
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return (
    equal &&
    (selector.matchExpressions ?? []).every(({ key, operator, values }) => {
      if (operator !== 'In') throw new Error(`The tests know no ${operator}`);
      return values.includes(labels[key] ?? '');
    })
  );
}

/** The number of a port of these pods; undefined where they have none of that name. */
export function portNumber({ spec }: Pick<Pods, 'spec'>, port: string | number): number | undefined {
  if (typeof port === 'number') return port;
  return spec.containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === port)?.containerPort;
}
