import type { Ready } from '../../../local/ready.ts';
import { searchText } from '../../support/canary.ts';
import type { Finding } from '../../support/canary.ts';
import { signIn } from '../../support/graphql.ts';
import type { HostileRequest } from './requests.ts';

/** What the gateway answered to one hostile request. */
export interface Verdict {
  readonly status: number;
  /** `OK`, or the code of each error and each refused item. Of GraphQL itself: `rejected`. */
  readonly codes: readonly string[];
  readonly echoes: readonly Finding[];
  readonly data: Record<string, unknown> | null;
  /** Whether the answer is an object with `data` or `errors`, as every answer must be. */
  readonly isWellFormed: boolean;
}

interface AnswerBody {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly errorType?: string | null }[];
}

function parsed(text: string): AnswerBody | null {
  try {
    return JSON.parse(text) as AnswerBody;
  } catch {
    return null;
  }
}

function itemCodes(data: Record<string, unknown> | null | undefined): string[] {
  const lists = Object.values(data ?? {}).filter((value) => Array.isArray(value));
  return (lists.flat() as ({ code?: string } | null)[]).map((item) => item?.code ?? 'OK');
}

function codesOf({ data, errors = [] }: AnswerBody): string[] {
  const refused = errors.map(({ errorType }) => errorType ?? 'rejected');
  const codes = [...refused, ...itemCodes(data)];
  return codes.length > 0 ? codes : ['OK'];
}

/** Sends a body and judges the answer, whatever it is. */
export type Attack = (request: HostileRequest) => Promise<Verdict>;

/** Signs in the users that the requests name; each once. */
export function createAttack(ready: Ready): Attack {
  const signedIn = new Map<string, ReturnType<typeof signIn>>();
  const authorizationOf = async ({ username, withAccessToken }: HostileRequest) => {
    const signing = signedIn.get(username) ?? signIn(ready, username);
    signedIn.set(username, signing);
    const { idToken, accessToken } = await signing;
    return withAccessToken ? accessToken : idToken;
  };
  return async (request) => {
    const authorization = await authorizationOf(request);
    const headers = { 'content-type': 'application/json', authorization };
    const response = await fetch(ready.graphql, { method: 'POST', headers, body: request.body });
    const text = await response.text();
    const body = parsed(text);
    const { pan, word } = request.secret;
    return {
      status: response.status,
      codes: body === null ? [] : codesOf(body),
      echoes: searchText(text, `${request.operation}: ${request.generator}`, { pan, word }),
      data: body?.data ?? null,
      isWellFormed: body !== null && ('data' in body || 'errors' in body),
    };
  };
}
