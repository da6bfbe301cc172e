import { configured, synthesized } from '../configuration.ts';
import { exported, NOT_ON_AWS, notMet, shownIn } from '../requirement.ts';
import type { Requirement } from '../requirement.ts';

const VAULT = 'test/functions/vault';
const USERS = 'test/infra/identity-stack.test.ts';
const FUNCTIONS = 'test/infra/functions-stack.test.ts';
const DIRECTIVES = 'test/infra/schema-directives.test.ts';

const NO_PROVER = notMet(
  'No proof over all requests of IAM: tests assert the policies of the template and evaluate chosen requests.',
);

/** PCI DSS v4.0.1, 7 and 8: who has access, and who he is. */
export const ACCESS: readonly Requirement[] = [
  {
    id: '7.2.1 to 7.2.3',
    demand:
      'Access goes by a model of roles and need, with least privileges, approved by those in charge.',
    controls: [
      ...exported('functions/vault/policy.ts', 'mayDo', 'mayUse'),
      ...exported('infra/groups.ts', 'GROUPS'),
    ],
    tests: [
      ...shownIn(
        `${VAULT}/policy.test.ts`,
        'every operation is open to exactly the groups decided',
        'every purpose is open to exactly the groups and data classes decided',
      ),
      ...shownIn('test/e2e/authorization.test.ts', 'get the answer that the matrix in docs/ says'),
      ...shownIn(
        `${VAULT}/approvals.test.ts`,
        'are requested by one person, given by another, and used by the first',
      ),
    ],
    settings: [],
    gaps: [
      notMet(
        'Who is put into a group is decided in the user pool: nothing here asks for a second person.',
      ),
      NOT_ON_AWS,
    ],
  },
  {
    id: '7.2.4',
    demand: 'Accounts and their access are reviewed every six months.',
    controls: [],
    tests: [],
    settings: [],
    gaps: [
      notMet(
        'Left to whoever operates the gateway. The matrix in this pack says what each group may; nothing here lists who is in one.',
      ),
    ],
  },
  {
    id: '7.2.5',
    demand: 'Accounts of applications have the least privileges that they need.',
    controls: [
      ...exported('infra/policies/table-access.ts', 'TABLE_ACCESS'),
      ...exported('infra/function-role.ts', 'createFunctionRole'),
      ...exported('infra/policies/root-key.ts', 'rootKeyStatements'),
    ],
    tests: [
      ...shownIn(
        FUNCTIONS,
        'may decrypt with one key, sign with another and use neither in any other way',
        'never deletes what the control table says of a token',
        'may read branch keys and not write them',
        'may on all resources only trace and join the VPC',
        'has no managed policy',
      ),
      ...shownIn('test/infra/gateway-stack.test.ts', 'allows plain actions, never a wildcard'),
      ...shownIn('test/e2e/iam.test.ts', 'tokenizes, and may not detokenize'),
    ],
    settings: [configured('serviceCallers'), configured('reservedConcurrency')],
    gaps: [NO_PROVER, NOT_ON_AWS],
  },
  {
    id: '7.2.6',
    demand: 'Stores of PANs are reached through applications only.',
    controls: [
      ...exported('infra/policies/table-access.ts', 'TABLE_ACCESS'),
      ...exported('infra/policies/endpoints.ts', 'dynamodbEndpointStatements'),
      ...exported('infra/network-stack.ts', 'createNetworkStack'),
    ],
    tests: [
      ...shownIn(
        'test/infra/policies/endpoints.test.ts',
        'names one role, one table and plain actions in every statement',
        'deletes what is erased, over or damaged, and never a state or an audit event',
      ),
      ...shownIn(
        'test/infra/network-stack.test.ts',
        'lets only named roles with plain actions through an endpoint',
      ),
      ...shownIn(FUNCTIONS, 'can be invoked by nobody through a policy of their own'),
    ],
    settings: [],
    gaps: [
      notMet(
        'The tables have no resource policy: who has IAM rights to them in the account reads ciphertext, masks and metadata.',
      ),
      NO_PROVER,
      NOT_ON_AWS,
    ],
  },
  {
    id: '7.3.3',
    demand: 'Access is denied unless it is given.',
    controls: [
      ...exported('functions/vault/policy.ts', 'mayDo', 'mayUse'),
      ...exported('functions/vault/door.ts', 'createDoor'),
    ],
    tests: [
      ...shownIn(
        `${VAULT}/answer.test.ts`,
        'lets nobody do anything without a group, or without a tenant',
      ),
      ...shownIn(
        `${VAULT}/policy.test.ts`,
        'several groups may do what any of them may, and nobody else may do anything',
      ),
      ...shownIn(
        DIRECTIVES,
        '%s names its groups and admits IAM callers',
        '%s and its type name their groups',
        'wires every root field and every field that carries plaintext',
      ),
    ],
    settings: [],
    gaps: [NOT_ON_AWS],
  },
  {
    id: '8.3.6',
    demand: 'Passwords have 12 characters or more, with digits and letters.',
    controls: [...exported('infra/identity-stack.ts', 'createIdentityStack')],
    tests: [...shownIn(USERS, 'asks for passwords of 12 characters and more, of every kind')],
    settings: [
      synthesized('Identity', 'AWS::Cognito::UserPool', 'Policies.PasswordPolicy.MinimumLength'),
      synthesized('Identity', 'AWS::Cognito::UserPool', 'Policies.PasswordPolicy.RequireNumbers'),
    ],
    gaps: [NOT_ON_AWS],
  },
  {
    id: '8.4.2',
    demand: 'Every access to card data by a person takes a second factor.',
    controls: [...exported('infra/identity-stack.ts', 'createIdentityStack')],
    tests: [
      ...shownIn(
        USERS,
        'demands a second factor, which is never a text message',
        'has a client without secret and without OAuth that signs in by SRP only',
      ),
      ...shownIn(
        'test/infra/config/validate.test.ts',
        'for production with a weakened %s is refused: %j',
      ),
    ],
    settings: [
      synthesized('Identity', 'AWS::Cognito::UserPool', 'MfaConfiguration'),
      synthesized('Identity', 'AWS::Cognito::UserPool', 'EnabledMfas'),
      configured('idTokenMinutes'),
    ],
    gaps: [
      notMet('That administrators of the AWS accounts use a second factor is not declared here.'),
      NOT_ON_AWS,
    ],
  },
  {
    id: '8.6',
    demand: 'Accounts of applications have no password in code or configuration.',
    controls: [
      ...exported('functions/vault/clients.ts', 'createClients'),
      ...exported('functions/vault/identity.ts', 'createIdentify'),
    ],
    tests: [
      ...shownIn(
        'test/tools/function-bundles.test.ts',
        'the bundle of %s takes credentials from its environment only',
      ),
      ...shownIn(
        'test/e2e/iam.test.ts',
        'acts for the tenant and groups of its role, whatever its session is called',
      ),
    ],
    settings: [configured('serviceCallers')],
    gaps: [notMet('No check searches the repository for secrets.'), NOT_ON_AWS],
  },
];
