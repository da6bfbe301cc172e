/** What `config.json`, served beside the page, tells it: no endpoint is part of the build. */
export interface ConsoleConfiguration {
  /** Where GraphQL is; relative to the page, or absolute. */
  readonly graphql: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  /** Where Cognito is, if it is not AWS's own for the region. */
  readonly cognitoEndpoint?: string;
  /** The public key of the audit trail's checkpoints, PEM (SubjectPublicKeyInfo, P-256). */
  readonly checkpointKey?: string;
  /** Whose administrators make and erase tenants. Where it is absent, the page offers it to nobody. */
  readonly operatorTenant?: string;
}

const REQUIRED = ['graphql', 'region', 'userPoolId', 'clientId'] as const;
const OPTIONAL = ['cognitoEndpoint', 'checkpointKey', 'operatorTenant'] as const;

/** @throws TypeError if it is no configuration; the message names the member, never its value */
export function readConfiguration(received: unknown): ConsoleConfiguration {
  const members = new Map(Object.entries(received ?? {}) as [string, unknown][]);
  const text = (name: string): string => {
    const value = members.get(name);
    if (typeof value !== 'string' || value === '') throw new TypeError(`config.json lacks ${name}`);
    return value;
  };
  const given = OPTIONAL.filter((name) => members.has(name));
  return Object.fromEntries(
    [...REQUIRED, ...given].map((name) => [name, text(name)]),
  ) as unknown as ConsoleConfiguration;
}

/** @throws Error when it cannot be had, TypeError when it is none */
export async function loadConfiguration(): Promise<ConsoleConfiguration> {
  const response = await fetch('./config.json');
  if (!response.ok) throw new Error('config.json is not served');
  return readConfiguration(await response.json());
}
