import { readFileSync } from 'node:fs';
import type { Api } from '../../../local/appsync/api.ts';
import type { Caller } from '../../../local/appsync/identity.ts';
import { answering, createSigner, serve, service, setUp } from './support.ts';
import type { FieldSetup, Served, Signer } from './support.ts';

/** One case; `source` says where the behaviour was recorded or is documented. */
interface Case {
  readonly name: string;
  readonly source: string;
  readonly schema?: string;
  /** Additional providers; AWS_IAM if absent. */
  readonly providers?: readonly 'AWS_IAM'[];
  /** The codes of each field's functions. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
  /** Fields of Query that answer with a value. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly lambda?: { readonly throws?: string; readonly hangs?: true };
  readonly requestMilliseconds?: number;
  readonly caller?: 'user' | 'service';
  readonly groups?: readonly string[];
  /** The raw header; null for none; a signed ID token if absent. */
  readonly authorization?: string | null;
  readonly amzDate?: true;
  readonly body?: string;
  readonly query?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly expect: {
    readonly status: number;
    readonly errorType?: string;
    readonly body: unknown;
  };
}

function read(name: string): readonly (readonly [string, Case])[] {
  const text = readFileSync(`test/local/appsync/conformance/${name}.json`, 'utf8');
  return (JSON.parse(text) as readonly Case[]).map((entry) => [entry.name, entry] as const);
}

function apiOf(entry: Case): Api {
  const fields = new Map<string, FieldSetup>();
  for (const [field, functions] of Object.entries(entry.fields ?? {})) {
    fields.set(field, { functions });
  }
  for (const [field, value] of Object.entries(entry.values ?? {})) {
    fields.set(`Query.${field}`, { functions: [answering(JSON.stringify(value))] });
  }
  return setUp({
    fields: Object.fromEntries(fields),
    lambda: () => behave(entry.lambda),
    authorization: {
      default: 'AMAZON_COGNITO_USER_POOLS',
      additional: entry.providers ?? ['AWS_IAM'],
    },
    ...(entry.schema === undefined ? {} : { schema: entry.schema }),
    ...(entry.requestMilliseconds === undefined
      ? {}
      : { requestMilliseconds: entry.requestMilliseconds }),
  });
}

function behave(lambda: Case['lambda']): unknown {
  if (lambda?.throws !== undefined) throw new Error(lambda.throws);
  return lambda?.hangs === true ? new Promise(() => undefined) : null;
}

describe.each(['http', 'validation', 'errors', 'authorization'])('conformance: %s', (file) => {
  let signer: Signer;
  let served: Served;
  beforeAll(async () => {
    signer = await createSigner();
    served = await serve(setUp({}), signer);
  });
  afterAll(() => served.close());

  test.each(read(file))('%s', async (_name, entry) => {
    if (entry.caller === 'service') {
      expect(await executed(entry, service())).toBe(JSON.stringify(entry.expect.body));
      return;
    }
    served.use(apiOf(entry));
    const answer = await served.post(bodyOf(entry), await headersOf(entry, signer));
    expect(JSON.stringify(JSON.parse(answer.text))).toBe(JSON.stringify(entry.expect.body));
    expect(answer.status).toBe(entry.expect.status);
    expect(answer.headers.get('x-amzn-errortype')).toBe(entry.expect.errorType ?? null);
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

/** Signatures have a test of their own; here only the mode counts. */
async function executed(entry: Case, caller: Caller): Promise<string> {
  const answer = await apiOf(entry).execute({
    query: entry.query ?? '',
    variables: entry.variables ?? {},
    operationName: null,
    caller,
    headers: {},
  });
  return JSON.stringify('body' in answer ? answer.body : answer);
}

function bodyOf({ body, query, variables }: Case): string {
  return body ?? JSON.stringify({ query, variables });
}

async function headersOf(entry: Case, signer: Signer): Promise<Record<string, string>> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const headers: Record<string, string> = entry.amzDate ? { 'x-amz-date': date } : {};
  const groups = entry.groups ?? [];
  const idToken = await signer.sign(groups.length === 0 ? {} : { 'cognito:groups': groups });
  const authorization = entry.authorization === undefined ? idToken : entry.authorization;
  return authorization === null ? headers : { ...headers, authorization };
}
