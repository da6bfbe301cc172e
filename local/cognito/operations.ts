import { adminCreateUser } from './operations/admin-create-user.ts';
import { adminResetUserPassword, adminSetUserPassword } from './operations/admin-user-password.ts';
import {
  adminDeleteUser,
  adminDisableUser,
  adminEnableUser,
  adminGetUser,
  adminUpdateUserAttributes,
} from './operations/admin-user.ts';
import { changePassword } from './operations/change-password.ts';
import { createUserPoolClient } from './operations/create-user-pool-client.ts';
import { createUserPool } from './operations/create-user-pool.ts';
import { confirmForgotPassword, forgotPassword } from './operations/forgot-password.ts';
import { getTokensFromRefreshToken } from './operations/get-tokens-from-refresh-token.ts';
import { getUser, updateUserAttributes } from './operations/get-user.ts';
import {
  adminAddUserToGroup,
  adminListGroupsForUser,
  adminRemoveUserFromGroup,
  createGroup,
  listGroups,
} from './operations/groups.ts';
import { initiateAuth } from './operations/initiate-auth.ts';
import { listUsers } from './operations/list-users.ts';
import { respondToAuthChallenge } from './operations/respond-to-auth-challenge.ts';
import { adminUserGlobalSignOut, globalSignOut, revokeToken } from './operations/sign-out.ts';
import { associateSoftwareToken, verifySoftwareToken } from './operations/software-token.ts';
import {
  adminSetUserMfaPreference,
  setUserMfaPreference,
} from './operations/user-mfa-preference.ts';
import { describeUserPoolClient, listUserPoolClients } from './operations/user-pool-clients.ts';
import {
  describeUserPool,
  getUserPoolMfaConfig,
  listUserPools,
  setUserPoolMfaConfig,
} from './operations/user-pools.ts';
import type { CognitoServices, Operation } from './services.ts';

type OperationTable = Readonly<Record<string, (services: CognitoServices) => Operation>>;

/** For administrators: every call carries a signature. */
export const SIGNED_OPERATIONS = {
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminCreateUser: adminCreateUser,
  AdminDeleteUser: adminDeleteUser,
  AdminDisableUser: adminDisableUser,
  AdminEnableUser: adminEnableUser,
  AdminGetUser: adminGetUser,
  AdminListGroupsForUser: adminListGroupsForUser,
  AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
  AdminResetUserPassword: adminResetUserPassword,
  AdminSetUserMFAPreference: adminSetUserMfaPreference,
  AdminSetUserPassword: adminSetUserPassword,
  AdminUpdateUserAttributes: adminUpdateUserAttributes,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  CreateGroup: createGroup,
  CreateUserPool: createUserPool,
  CreateUserPoolClient: createUserPoolClient,
  DescribeUserPool: describeUserPool,
  DescribeUserPoolClient: describeUserPoolClient,
  GetUserPoolMfaConfig: getUserPoolMfaConfig,
  ListGroups: listGroups,
  ListUserPoolClients: listUserPoolClients,
  ListUserPools: listUserPools,
  ListUsers: listUsers,
  SetUserPoolMfaConfig: setUserPoolMfaConfig,
} satisfies OperationTable;

/** For everybody: what authorizes a call is in its parameters. */
export const PUBLIC_OPERATIONS = {
  AssociateSoftwareToken: associateSoftwareToken,
  ChangePassword: changePassword,
  ConfirmForgotPassword: confirmForgotPassword,
  ForgotPassword: forgotPassword,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  GetUser: getUser,
  GlobalSignOut: globalSignOut,
  InitiateAuth: initiateAuth,
  RespondToAuthChallenge: respondToAuthChallenge,
  RevokeToken: revokeToken,
  SetUserMFAPreference: setUserMfaPreference,
  UpdateUserAttributes: updateUserAttributes,
  VerifySoftwareToken: verifySoftwareToken,
} satisfies OperationTable;
