import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { AnyVariables } from '@urql/core';
import { useQuery } from 'urql';

import { failureOf } from './failure.ts';
import type { RequestFailure } from './failure.ts';

/** What a page reads while it is shown. */
export interface Read<Data> {
  readonly data: Data | null;
  readonly failure: RequestFailure | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Reads when shown and whenever the variables change; every reading asks the gateway. */
export function useRead<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Read<Data> {
  const [result, read] = useQuery<Data, Variables>({ query: document, variables });
  return {
    data: result.data ?? null,
    failure: result.error === undefined ? null : failureOf(result.error),
    isLoading: result.fetching,
    reload: () => {
      read({ requestPolicy: 'network-only' });
    },
  };
}
