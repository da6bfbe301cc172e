/*
 * How much is kept: the whole state is one file, written anew at every change. AWS has larger
 * quotas; beyond ours the answer is its LimitExceededException.
 */
export const MAX_POOLS = 20;
export const MAX_CLIENTS = 50;
export const MAX_GROUPS = 100;
export const MAX_USERS = 5_000;
